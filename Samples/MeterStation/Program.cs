using System;
using System.Threading;
using Edge.Firmware;
using Edge.Firmware.App;
using Edge.Firmware.Board.Esp32;
using Edge.Firmware.Models;
using Edge.MeterStation.Board;

namespace Edge.MeterStation
{
    /// <summary>The app of a station: Firmware's, with another task.</summary>
    public static class Program
    {
        /// <summary>Starts the app; never returns.</summary>
        public static void Main()
        {
            try
            {
                var task = new StationTask(new Esp32StationParts(null));
                var app = new FirmwareApp(new Esp32Board(), new Int8EngineFactory(EmbeddedModel.Kernels()), EmbeddedModel.Open(), EmbeddedModel.Sample(), task, TrustedKey.Read());
                app.Start();
                while (app.Step())
                {
                }

                Console.WriteLine("# done");
            }
            catch (Exception exception)
            {
                // Only what happens before the app has its log.
                Console.WriteLine("# stopped: " + exception.GetType().FullName);
            }

            Thread.Sleep(Timeout.Infinite);
        }
    }
}
