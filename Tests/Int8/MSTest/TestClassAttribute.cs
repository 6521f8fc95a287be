using System;
using MS = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    /// <summary>Stands in for the device's attribute; MSTest recognises it by its base class.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TestClassAttribute : MS.TestClassAttribute
    {
    }
}
