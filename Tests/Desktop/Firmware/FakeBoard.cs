using System;
using System.Text;
using Edge.Firmware.Board;
using Edge.Firmware.Settings;
using Edge.Firmware.Storage;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A board in memory: time passes when it waits, and everything can be missing or fail.</summary>
internal sealed class FakeBoard : IBoard
{
    public string TargetName { get; init; } = "ESP32_S3_OCTAL";

    public string FirmwareVersion => "1.17.0.339";

    public string WakeCause => "power";

    public FakeClock FakeClock { get; } = new(100);

    public IClock Clock => FakeClock;

    public FakeLogSink Sink { get; } = new();

    public ILogSink Log => Sink;

    public SimulatedStorage? Internal { get; set; } = new();

    public SimulatedStorage? Card { get; set; }

    public IStorage InternalStorage => Internal!;

    public SimulatedPowerMonitor? Bus { get; set; }

    public FakeHostPort? Port { get; set; }

    public FakeStrobe? Pin { get; set; } = new();

    /// <summary>Thrown by <see cref="FreeBytes"/>.</summary>
    public Exception? FreeBytesFailure { get; set; }

    public long Waited { get; private set; }

    public int Sleeps { get; private set; }

    /// <summary>Throws instead of sleeping.</summary>
    public bool CannotSleep { get; set; }

    /// <summary>Writes edge.cfg.</summary>
    public FakeBoard With(string settings)
    {
        Internal![SettingsReader.FileName] = Encoding.ASCII.GetBytes(settings);
        return this;
    }

    /// <summary>Largest free piece of the heap.</summary>
    public int LargestFreePiece { get; set; } = 50000;

    public bool HasFree(int bytes) => bytes <= LargestFreePiece;

    public long FreeBytes() => FreeBytesFailure == null ? 51000 : throw FreeBytesFailure;

    public IStorage OpenCard(FirmwareSettings settings) => Card!;

    public II2cBus OpenI2c(FirmwareSettings settings) => Bus!;

    public IHostPort OpenHost(FirmwareSettings settings) => Port!;

    public IStrobe OpenStrobe(FirmwareSettings settings) => Pin!;

    public void Wait(int milliseconds)
    {
        Waited += milliseconds;
        FakeClock.Now += milliseconds * 1000L;
        (Bus as SimulatedIna228)?.Advance(milliseconds * 1000L);
    }

    public void DeepSleep(int seconds)
    {
        if (CannotSleep)
        {
            throw new InvalidOperationException("no timer");
        }

        Sleeps++;
        throw new DeepSleepException();
    }
}
