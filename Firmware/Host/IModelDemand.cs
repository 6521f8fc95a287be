namespace Edge.Firmware.Host
{
    /// <summary>Loads the model when the host needs it, or lets it be loaded.</summary>
    internal interface IModelDemand
    {
        /// <summary>Loads a model, and gives it to the host's service. Never throws.</summary>
        void RequireModel();
    }
}
