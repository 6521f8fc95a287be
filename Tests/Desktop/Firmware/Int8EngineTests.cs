using System;
using System.Linq;
using Edge.Firmware.Faults;
using Edge.Firmware.Models;
using Edge.ModelTools.Data;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Firmware;

[TestClass]
public sealed class Int8EngineTests
{
    private static readonly Int8EngineFactory s_factory = new(new ReferenceKernels());

    [TestMethod]
    public void Int8_models_take_the_tensors_own_bytes()
    {
        IModelEngine engine = Load(TinyModel.Blob());
        Assert.AreEqual("tiny", engine.ModelName);
        Assert.AreEqual(TinyModel.InputBytes, engine.InputBytes);
        Assert.AreEqual(12, engine.ResultCount);
        sbyte[] input = [-128, -127, -1, 0, 1, 127, 5, -5, 100, -100, 64, -64];
        Assert.IsFalse(engine.HasInput);
        Fill(engine, input.Select(q => (byte)q).ToArray());
        Assert.IsTrue(engine.HasInput);

        Assert.AreEqual(FirmwareError.None, engine.Infer());
        CollectionAssert.AreEqual(input.Select(q => 0.5 * (q + 128)).ToArray(), Results(engine));
        Assert.AreEqual(1, engine.Log.InferenceCount);
    }

    [TestMethod]
    public void UInt8_models_take_the_source_models_bytes()
    {
        IModelEngine engine = Load(TinyModel.Blob(sourceType: ElementType.UInt8));
        byte[] input = [0, 1, 127, 128, 129, 255, 7, 77, 177, 200, 64, 192];
        Fill(engine, input);
        engine.Infer();
        CollectionAssert.AreEqual(input.Select(u => 0.5 * u).ToArray(), Results(engine));
    }

    [TestMethod]
    public void Pixels_are_normalised_by_channel_rounded_and_saturated()
    {
        // Red halves, green shifts down by 10, blue doubles: in steps of 0.5, from 0 (q -128) to 127.5 (q 127).
        IModelEngine engine = Load(TinyModel.Blob(sourceType: ElementType.Float32, pixelScale: [0.5f, 1, 2], pixelOffset: [0, -10, 0]));
        Fill(engine, [255, 5, 10, 3, 255, 255, 1, 20, 64, 0, 10, 63]);
        engine.Infer();
        double[] expected = [127.5, 0, 20, 1.5, 127.5, 127.5, 0.5, 10, 127.5, 0, 0, 126];
        CollectionAssert.AreEqual(expected, Results(engine));
    }

    [TestMethod]
    public void Pixels_come_red_first_though_the_model_takes_blue_first()
    {
        // Channel 0 of the model is blue and halves, channel 2 is red and doubles.
        IModelEngine engine = Load(TinyModel.Blob(sourceType: ElementType.Float32, pixelScale: [0.5f, 1, 2], pixelOffset: [0, -10, 0], isBlueFirst: true));
        byte[] sent = [10, 5, 255, 255, 255, 3, 64, 20, 1, 63, 10, 0];
        Fill(engine, sent);
        engine.Infer();
        double[] expected = [127.5, 0, 20, 1.5, 127.5, 127.5, 0.5, 10, 127.5, 0, 0, 126];
        CollectionAssert.AreEqual(expected, Results(engine));
        CollectionAssert.AreEqual(sent, Enumerable.Range(0, 12).Select(engine.GetInput).ToArray());
    }

    [TestMethod]
    public void Tensors_own_bytes_stay_in_the_models_order()
    {
        IModelEngine engine = Load(TinyModel.Blob(isBlueFirst: true));
        sbyte[] input = [-128, -127, -1, 0, 1, 127, 5, -5, 100, -100, 64, -64];
        Fill(engine, input.Select(q => (byte)q).ToArray());
        engine.Infer();
        CollectionAssert.AreEqual(input.Select(q => 0.5 * (q + 128)).ToArray(), Results(engine));
    }

    [TestMethod]
    public void A_byte_of_a_host_means_the_same_to_an_app_of_ones_own()
    {
        sbyte[] Bytes(byte[] blob, params byte[] bytes)
        {
            TensorInfo input = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels()).Input;
            return [.. bytes.Select((_, index) => input.FromBytes(bytes, index))];
        }

        CollectionAssert.AreEqual(new sbyte[] { -128, -1, 0, 127 }, Bytes(TinyModel.Blob(), 128, 255, 0, 127));
        CollectionAssert.AreEqual(new sbyte[] { 0, 127, -128, -1 }, Bytes(TinyModel.Blob(sourceType: ElementType.UInt8), 128, 255, 0, 127));
        byte[] pixels = TinyModel.Blob(sourceType: ElementType.Float32, pixelScale: [0.5f, 1, 2], pixelOffset: [0, -10, 0]);
        CollectionAssert.AreEqual(new sbyte[] { 127, -128, -88, -125, 127, 127 }, Bytes(pixels, 255, 5, 10, 3, 255, 255));
        byte[] blueFirst = TinyModel.Blob(sourceType: ElementType.Float32, pixelScale: [0.5f, 1, 2], pixelOffset: [0, -10, 0], isBlueFirst: true);
        CollectionAssert.AreEqual(new sbyte[] { 127, -128, -88, -125, 127, 127 }, Bytes(blueFirst, 10, 5, 255, 255, 255, 3));
    }

    [TestMethod]
    public void Input_survives_repeated_inferences_and_reads_back_as_sent()
    {
        IModelEngine engine = Load(TinyModel.Blob());
        byte[] input = Enumerable.Range(0, 12).Select(i => (byte)(i * 21)).ToArray();
        Fill(engine, input);
        engine.Infer();
        double[] first = Results(engine);
        engine.Infer();
        CollectionAssert.AreEqual(first, Results(engine));
        CollectionAssert.AreEqual(input, Enumerable.Range(0, 12).Select(engine.GetInput).ToArray());
    }

    [TestMethod]
    public void Storage_that_fails_during_an_inference_is_an_error_and_the_next_one_works()
    {
        byte[] blob = TinyModel.Blob();
        var storage = new SimulatedStorage { ["model.a"] = blob };
        IModelEngine engine = s_factory.Load(new StorageWeightSource(storage, "model.a", 0, blob.Length));
        Fill(engine, new byte[12]);
        storage.Unreadable = "model.a";
        Assert.AreEqual(FirmwareError.StorageReadFailed, engine.Infer());
        storage.Unreadable = null;
        Assert.AreEqual(FirmwareError.None, engine.Infer());
    }

    [TestMethod]
    public void Broken_blob_is_refused_with_the_runtimes_code()
    {
        byte[] blob = TinyModel.Blob();
        blob[^1] ^= 1;
        ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => Load(blob));
        Assert.AreEqual(ModelError.BadChecksum, exception.Error);
    }

    private static IModelEngine Load(byte[] blob) => s_factory.Load(new MemoryWeightSource(blob));

    private static void Fill(IModelEngine engine, byte[] input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            engine.SetInput(i, input[i]);
        }

        engine.FinishInput();
    }

    private static double[] Results(IModelEngine engine) =>
        Enumerable.Range(0, engine.ResultCount).Select(engine.GetResult).ToArray();
}
