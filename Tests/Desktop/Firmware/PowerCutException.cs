using System;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>The simulated board has lost its supply; nothing in the firmware may catch this.</summary>
internal sealed class PowerCutException : Exception;
