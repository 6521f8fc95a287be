namespace Edge.Firmware.Models
{
    /// <summary>Gives a model something to look at when no host does.</summary>
    internal static class SampleInput
    {
        private const int PatternStep = 37; // odd, so every byte value occurs

        /// <summary>Fills a model's input with the sample in the app, or with a fixed pattern when that has another size.</summary>
        /// <param name="engine">Receives the input.</param>
        /// <param name="sample">Bytes as a host would send them, or null.</param>
        /// <returns>"sample" or "pattern", for the log.</returns>
        public static string Fill(IModelEngine engine, byte[] sample)
        {
            bool fits = sample != null && sample.Length == engine.InputBytes;
            int count = engine.InputBytes;
            for (int i = 0; i < count; i++)
            {
                engine.SetInput(i, fits ? sample[i] : (byte)(i * PatternStep));
            }

            engine.FinishInput();
            return fits ? "sample" : "pattern";
        }
    }
}
