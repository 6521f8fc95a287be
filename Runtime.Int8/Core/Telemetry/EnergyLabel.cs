namespace Edge.Runtime.Int8.Telemetry
{
    /// <summary>How an energy figure came about; printed beside every figure.</summary>
    public enum EnergyLabel
    {
        /// <summary>Neither instrument nor board: predicted from an instruction count.</summary>
        Estimated = 0,

        /// <summary>Measured time multiplied by a current from a data sheet.</summary>
        Modelled = 1,

        /// <summary>Read from an instrument on the supply rail.</summary>
        Measured = 2,
    }
}
