using System;
using System.Threading;
using Edge.Firmware.Hardware;
using Edge.Firmware.Models;

namespace Edge.Firmware
{
    /// <summary>The app that is flashed.</summary>
    public static class Program
    {
        /// <summary>Starts the app; never returns.</summary>
        public static void Main()
        {
            try
            {
                var app = new FirmwareApp(new Board(), new Int8EngineFactory(EmbeddedModel.Kernels()), EmbeddedModel.Open(), EmbeddedModel.Sample());
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
