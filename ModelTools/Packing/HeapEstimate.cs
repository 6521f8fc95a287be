using Edge.Firmware.Models;
using Edge.ModelTools.Devices;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Packing;

/// <summary>What the app with a model takes of a board's managed heap, part by part.</summary>
/// <param name="AppBytes">Interpreter and app before a model is loaded (nf-tools.json).</param>
/// <param name="PeakBytes">Arrays that an inference works in: the peak that the schedule predicts.</param>
/// <param name="OverheadBytes">What the interpreter adds: headers of arrays, objects that describe the network, input rows, outputs.</param>
/// <param name="HeadroomBytes">What has to stay free for stack frames.</param>
internal sealed record HeapEstimate(long AppBytes, long PeakBytes, long OverheadBytes, long HeadroomBytes)
{
    /// <summary>All parts.</summary>
    public long Bytes => AppBytes + PeakBytes + OverheadBytes + HeadroomBytes;

    /// <summary>Counts the parts for a blob on the kernels of the device.</summary>
    public static HeapEstimate Of(byte[] blob)
    {
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels());
        var engine = new Int8Engine(model, null);
        long overhead = DeviceHeap.BytesOf(engine) - model.PeakSramBytes;
        return new HeapEstimate(NfTools.Load().AppHeapKB * 1024L, model.PeakSramBytes, overhead, model.HeadroomBytes);
    }
}
