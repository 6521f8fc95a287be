using Edge.Firmware.Faults;
using Edge.MeterDigits.Device;

namespace Edge.MeterStation.Frames
{
    /// <summary>Where pictures of the meter come from. Everything that a picture needs is allocated when the source is made.</summary>
    internal interface IFrameSource
    {
        /// <summary>The picture that <see cref="Take"/> fills; its size and format never change.</summary>
        MeterFrame Frame { get; }

        /// <summary>Takes a picture.</summary>
        /// <param name="detail">A number that says more of the failure, or 0.</param>
        /// <returns>What failed, or None. After a failure <see cref="Frame"/> is of no use.</returns>
        FirmwareError Take(out long detail);

        /// <summary>Whether the picture was whole once its pixels have been read: a file is read while the network asks for rows.</summary>
        FirmwareError Finish();
    }
}
