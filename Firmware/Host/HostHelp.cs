namespace Edge.Firmware.Host
{
    /// <summary>The list of commands that <c>help%</c> answers.</summary>
    internal static class HostHelp
    {
        /// <summary>Writes the list.</summary>
        public static void Write(HostWriter writer)
        {
            writer.Line(HostProtocol.Profile);
            writer.EndLine();
            writer.Line("help         : Print this information");
            writer.Line("name         : Print the name of the device");
            writer.Line("profile      : Print the profile and the model");
            writer.Line("timestamp    : Generate a timestamp");
            writer.Line("db SUBCMD    : Manipulate a generic byte buffer");
            writer.Line("  load N     : Expect N bytes");
            writer.Line("  HH[HH]*    : Load 8-bit hex byte(s) until N bytes");
            writer.Line("  print [N] [offset]");
            writer.Line("             : Print N bytes at offset as hex");
            writer.Line("infer N [W=10]: Execute N inferences after W warmup loops");
            writer.Line("results      : Return the result fp32 vector");
            writer.Line("model SUBCMD : Store a new model, runs from the next start");
            writer.Line("  load N HASH [S]: Expect N bytes with this BLAKE2b-256, signed with S bytes");
            writer.Line("  sign HH[HH]*: The next bytes of the signature");
            writer.Line("  HH[HH]*    : The next bytes");
            writer.Line("  commit     : Verify and store");
            writer.Line("  which      : Print where the running model is from");
        }
    }
}
