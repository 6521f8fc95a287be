using System;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>On a board a deep sleep does not return; here it throws, and the app takes it for one that failed.</summary>
internal sealed class DeepSleepException : Exception;
