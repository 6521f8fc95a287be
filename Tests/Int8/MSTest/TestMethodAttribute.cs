using System;
using System.Runtime.CompilerServices;
using MS = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// Stands in for the device's attribute. On the device the method is invoked without an instance, so it may not use
    /// <c>this</c>; DeviceTestFormTests checks that.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TestMethodAttribute : MS.TestMethodAttribute
    {
        /// <summary>Marks a test; the compiler fills in where it stands.</summary>
        public TestMethodAttribute([CallerFilePath] string callerFilePath = "", [CallerLineNumber] int callerLineNumber = -1)
            : base(callerFilePath, callerLineNumber)
        {
        }
    }
}
