using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Device build only; the desktop project generates its own from Directory.Build.props.
[assembly: AssemblyTitle("Edge.Runtime.Int8.Lanes")]
[assembly: AssemblyCompany("Edge contributors")]
[assembly: AssemblyProduct("Edge")]
[assembly: AssemblyCopyright("Copyright (c) Edge contributors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: ComVisible(false)]
[assembly: InternalsVisibleTo("Edge.Runtime.Int8.Depthwise")]
[assembly: InternalsVisibleTo("Edge.Runtime.Int8.Micro")]
[assembly: InternalsVisibleTo("Edge.Runtime.Int8.Packed")]
[assembly: InternalsVisibleTo("Edge.Runtime.Int8.Native")]
[assembly: InternalsVisibleTo("Edge.Firmware")]
[assembly: InternalsVisibleTo("Edge.MeterStation")]
[assembly: InternalsVisibleTo("NFUnitTest")]
