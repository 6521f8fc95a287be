using System.Collections;
using MS = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    /// <summary>The device's <c>CollectionAssert</c> on MSTest.</summary>
    public static class CollectionAssert
    {
        /// <summary>Fails unless both hold equal elements in the same order.</summary>
        public static void AreEqual(ICollection expected, ICollection actual, string message = "")
        {
            MS.CollectionAssert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails if both hold equal elements in the same order.</summary>
        public static void AreNotEqual(ICollection notExpected, ICollection actual, string message = "")
        {
            MS.CollectionAssert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails unless the collection is empty.</summary>
        public static void Empty(ICollection collection, string message = "")
        {
            MS.Assert.AreEqual(0, collection.Count, message);
        }

        /// <summary>Fails if the collection is empty.</summary>
        public static void NotEmpty(ICollection collection, string message = "")
        {
            MS.Assert.AreNotEqual(0, collection.Count, message);
        }
    }
}
