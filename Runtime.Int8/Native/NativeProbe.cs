using System;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>Asks whether there is a native library.</summary>
    internal static class NativeProbe
    {
        /// <summary>Version of the library, or 0 when there is none.</summary>
        public static int Version()
        {
            try
            {
                return Interop.Version();
            }
            catch (Exception)
            {
                // Whatever a firmware or a desktop without the library throws: the managed kernels run.
                return 0;
            }
        }
    }
}
