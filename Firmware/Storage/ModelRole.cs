namespace Edge.Firmware.Storage
{
    /// <summary>What a board knows of a model in a slot.</summary>
    internal enum ModelRole
    {
        /// <summary>Not yet confirmed; it is tried first.</summary>
        Candidate = 0,

        /// <summary>The model that ran last.</summary>
        Confirmed = 1,

        /// <summary>The model that ran before it.</summary>
        Previous = 2,

        /// <summary>It has failed as often as a model may.</summary>
        Rejected = 3,
    }
}
