using System;
using MS = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    // The overloads are exactly those of nanoFramework.TestFramework 3.0, without its deprecated names: a shared test that
    // compiles here chooses the same overload on the device. Nothing is compared here; MSTest does it.

    /// <summary>The device's <c>Assert</c> on MSTest.</summary>
    public static class Assert
    {
        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(bool expected, bool actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(byte expected, byte actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(char expected, char actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(double expected, double actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(float expected, float actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(int expected, int actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(long expected, long actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(object expected, object actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(sbyte expected, sbyte actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(short expected, short actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(string expected, string actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(uint expected, uint actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(ulong expected, ulong actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails unless the two are equal.</summary>
        public static void AreEqual(ushort expected, ushort actual, string message = "")
        {
            MS.Assert.AreEqual(expected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(bool notExpected, bool actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(byte notExpected, byte actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(char notExpected, char actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(double notExpected, double actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(float notExpected, float actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(int notExpected, int actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(long notExpected, long actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(object notExpected, object actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(sbyte notExpected, sbyte actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(short notExpected, short actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(string notExpected, string actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(uint notExpected, uint actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(ulong notExpected, ulong actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails if the two are equal.</summary>
        public static void AreNotEqual(ushort notExpected, ushort actual, string message = "")
        {
            MS.Assert.AreNotEqual(notExpected, actual, message);
        }

        /// <summary>Fails unless both are the same object.</summary>
        public static void AreSame(object expected, object actual, string message = "")
        {
            MS.Assert.AreSame(expected, actual, message);
        }

        /// <summary>Fails if both are the same object.</summary>
        public static void AreNotSame(object notExpected, object actual, string message = "")
        {
            MS.Assert.AreNotSame(notExpected, actual, message);
        }

        /// <summary>Fails unless <paramref name="value"/> contains <paramref name="expected"/>.</summary>
        public static void Contains(string expected, string value, string message = "")
        {
            MS.StringAssert.Contains(value, expected, message);
        }

        /// <summary>Fails if <paramref name="value"/> contains <paramref name="notExpected"/>. The device's spelling.</summary>
        public static void DoesNotContains(string notExpected, string value, string message = "")
        {
            MS.Assert.IsFalse(value.Contains(notExpected, StringComparison.Ordinal), message);
        }

        /// <summary>Fails unless <paramref name="value"/> ends with <paramref name="expected"/>.</summary>
        public static void EndsWith(string expected, string value, string message = "")
        {
            MS.StringAssert.EndsWith(value, expected, message);
        }

        /// <summary>Fails unless <paramref name="value"/> starts with <paramref name="expected"/>.</summary>
        public static void StartsWith(string expected, string value, string message = "")
        {
            MS.StringAssert.StartsWith(value, expected, message);
        }

        /// <summary>Fails if the condition holds.</summary>
        public static void IsFalse(bool condition, string message = "")
        {
            MS.Assert.IsFalse(condition, message);
        }

        /// <summary>Fails unless the condition holds.</summary>
        public static void IsTrue(bool condition, string message = "")
        {
            MS.Assert.IsTrue(condition, message);
        }

        /// <summary>Fails unless the value is of that type.</summary>
        public static void IsInstanceOfType(object value, Type expectedType, string message = "")
        {
            MS.Assert.IsInstanceOfType(value, expectedType, message);
        }

        /// <summary>Fails if the value is of that type.</summary>
        public static void IsNotInstanceOfType(object value, Type wrongType, string message = "")
        {
            MS.Assert.IsNotInstanceOfType(value, wrongType, message);
        }

        /// <summary>Fails unless the value is null.</summary>
        public static void IsNull(object value, string message = "")
        {
            MS.Assert.IsNull(value, message);
        }

        /// <summary>Fails if the value is null.</summary>
        public static void IsNotNull(object value, string message = "")
        {
            MS.Assert.IsNotNull(value, message);
        }

        /// <summary>Skips the test; MSTest calls that inconclusive.</summary>
        public static void SkipTest(string message = "")
        {
            MS.Assert.Inconclusive(message);
        }

        /// <summary>Fails unless the action throws exactly this type.</summary>
        public static void ThrowsException(Type exception, Action action, string message = "")
        {
            if (exception == null || action == null)
            {
                throw new ArgumentNullException(exception == null ? nameof(exception) : nameof(action));
            }

            Type thrown = null;
            try
            {
                action();
            }
            catch (Exception caught)
            {
                thrown = caught.GetType();
            }

            MS.Assert.AreEqual(exception, thrown, message);
        }
    }
}
