using System;
using MS = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// Stands in for the device's attribute. Stands beside <see cref="TestMethodAttribute"/>, always: MSTest needs both.
    /// Values may be int, string or bool.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public sealed class DataRowAttribute : MS.DataRowAttribute
    {
        /// <summary>One call of the test.</summary>
        /// <param name="arguments">Its arguments, in order.</param>
        public DataRowAttribute(params object[] arguments)
            : base(arguments)
        {
        }
    }
}
