namespace Edge.Firmware.Settings
{
    /// <summary>Which lines the log has.</summary>
    internal enum LogForm
    {
        /// <summary>Lines for machines and for people.</summary>
        Both = 0,

        /// <summary>Lines for machines only.</summary>
        Csv = 1,

        /// <summary>Lines for people, and errors.</summary>
        Human = 2,
    }
}
