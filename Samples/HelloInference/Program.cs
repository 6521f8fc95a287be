using System;
using System.Threading;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace HelloInference
{
    /// <summary>The smallest app of one's own: reads the picture that lies in the app beside the network.</summary>
    public static class Program
    {
        /// <summary>Starts the app; never returns.</summary>
        public static void Main()
        {
            Read();
            Thread.Sleep(Timeout.Infinite);
        }

        /// <summary>Runs one inference and tells what it was and what it took.</summary>
        public static void Read()
        {
            // Written by edge pack: the blob, a picture, and the kernels that boards with stock firmware run.
            Int8Model model = Int8Model.Load(EmbeddedModel.Open(), EmbeddedModel.Kernels());
            model.Attach(new TickClock(), new StateTableEnergyMeter(BoardCurrents.Find("esp32s3", 240)));

            byte[] sample = EmbeddedModel.Sample(); // null when edge pack was given none
            sbyte[] input = new sbyte[model.Input.Length]; // [H, W, C]
            for (int i = 0; sample != null && i < input.Length; i++)
            {
                input[i] = model.Input.FromBytes(sample, i);
            }

            sbyte[] scores = new sbyte[model.GetOutput(0).Length];
            model.Run(input, scores); // allocates nothing

            int best = 0;
            for (int i = 1; i < scores.Length; i++)
            {
                best = scores[i] > scores[best] ? i : best;
            }

            Console.WriteLine("class " + best.ToString() + " " + model.ReadLabel(best));
            Console.WriteLine("ms " + (model.Log.TotalMicroseconds / 1000).ToString());
            Console.WriteLine("uJ " + (model.Log.TotalNanojoules / 1000).ToString() + " modelled, " + model.Log.EnergySource);
        }
    }
}
