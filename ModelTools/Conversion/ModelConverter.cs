using Edge.ModelTools.Blob;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Conversion;

/// <summary>The main job: a model in, a verified blob out.</summary>
internal static class ModelConverter
{
    /// <summary>Converts a model.</summary>
    /// <param name="source">The model and how to read it.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="EdgeException">Any input that is at fault.</exception>
    public static ConversionResult Convert(ModelGraph source, ConversionOptions options)
    {
        RequireColours(source, options);
        bool isImported = SourceModel.IsQuantized(source);
        ModelGraph quantized = source;
        Dataset? dataset = null;
        QuantizationResult? quantization = null;
        var fit = new FitCheck(options);
        if (source.Remark is string unkept)
        {
            options.Note?.Invoke(unkept);
        }

        if (isImported && options.Quantizer.Purpose != WeightPurpose.None)
        {
            throw new EdgeException(DiagnosticId.BadOption, $"--for {RecipeFile.Name(options.Quantizer.Purpose)}", $"{source.Name} is int8 already, and its weights stay as they are", "leave it out, or convert the float model");
        }

        if (!isImported)
        {
            dataset = OpenCalibration(source, options);
            foreach (string remark in dataset.Remarks)
            {
                options.Note?.Invoke(remark);
            }

            fit.Forecast(source);
            quantization = Quantizer.Run(source, CalibrationSet.From(dataset, options.CalibrationLimit), options.Quantizer);
            quantized = quantization.Graph;
        }

        bool isTflite = isImported && !source.HasOnnxQuantization;
        RoundingMode rounding = options.Rounding ?? (isTflite ? RoundingMode.Double : RoundingMode.Single);
        DeviceProgram program = FitCheck.Lower(quantized, new LoweringOptions(rounding, isTflite, options.Fuse), options);
        program.RecipeJson = quantization is null ? string.Empty : RecipeFile.ToJson(quantization.Recipe, false);
        Normalisation? stated = options.Normalisation ?? source.PixelNormalisation;
        program.IsBlueFirst = options.IsBlueFirst;
        Describe(program, dataset, options.IsBlueFirst ? stated?.BlueFirst : stated);
        if (!options.IsPlain)
        {
            ZeroSkipping.Choose(program, dataset ?? (options.CalibrationPath is null ? null : OpenCalibration(source, options)));
            PowerOfTwoMultipliers.Mark(program);
        }

        return Finish(new ConversionDraft(source, quantized, program, quantization, dataset), fit, options);
    }

    /// <summary>The same network in another budget: what a conversion with that budget gives, without quantizing again.</summary>
    /// <param name="conversion">An earlier conversion.</param>
    /// <param name="options">Its settings with another budget.</param>
    /// <exception cref="EdgeException">The budget is too small.</exception>
    public static ConversionResult Reschedule(ConversionResult conversion, ConversionOptions options)
    {
        Dataset? dataset = conversion.Quantization is null ? null : OpenCalibration(conversion.Source, options);
        var draft = new ConversionDraft(conversion.Source, conversion.Quantized, conversion.Program, conversion.Quantization, dataset);
        return Finish(draft, new FitCheck(options), options);
    }

    private static void RequireColours(ModelGraph source, ConversionOptions options)
    {
        int[] shape = source.Inputs[0].Shape;
        if (options.IsBlueFirst && (shape.Length != 4 || shape[^1] != ChannelOrder.Channels))
        {
            throw new EdgeException(DiagnosticId.BadOption, "--channel-order bgr", $"the model's input is {ShapeText.Of(shape)}, and only pictures of three channels have colours", "leave it out");
        }
    }

    /// <summary>Opens the calibration samples as the source model takes them.</summary>
    public static Dataset OpenCalibration(ModelGraph source, ConversionOptions options)
    {
        if (options.CalibrationPath is null)
        {
            throw new EdgeException(
                DiagnosticId.CalibrationMissing,
                source.Name,
                "the model is float, and without calibration data its activations have no ranges",
                "add --calibration with a folder of typical inputs (200 are a good number)");
        }

        var layout = new SampleLayout(source.SourceInputs[0].IsChannelsFirst, options.IsChannelsFirst);
        return Dataset.Open(options.CalibrationPath, source.Inputs[0].Shape, options.Normalisation ?? source.PixelNormalisation, layout, source.Labels, options.IsBlueFirst);
    }

    /// <summary>From a lowered program to its verified blob.</summary>
    private static ConversionResult Finish(ConversionDraft draft, FitCheck fit, ConversionOptions options)
    {
        ScheduledBlob scheduled = ScheduledBlob.Write(fit.Schedule(draft.Program));
        fit.CheckFlash(draft.Source.Name, scheduled.Blob.Length);
        BlobVerifier.Verify(
            draft.Source.Name, scheduled.Blob, scheduled.Schedule, draft.Samples is null ? null : input => InputReader.FromDataset(input, draft.Samples, 0));
        scheduled = scheduled with { Blob = SelfTestRecorder.Record(scheduled.Blob) };
        return new ConversionResult(draft.Source, draft.Quantized, draft.Program, scheduled)
        {
            Quantization = draft.Quantization,
            BudgetBytes = options.SramBytes >= scheduled.PeakSramBytes ? options.SramBytes : null,
        };
    }

    /// <summary>Adds what tools and devices need to feed pixels and to name classes.</summary>
    private static void Describe(DeviceProgram program, Dataset? dataset, Normalisation? stated)
    {
        Normalisation? normalisation = stated ?? (dataset is { ElementType: ElementType.UInt8 } ? dataset.Normalisation : null);
        int channels = program.Input.Channels;
        if (normalisation is not null)
        {
            program.PixelScale = Expand(normalisation.Scale, channels);
            program.PixelOffset = Expand(normalisation.Offset, channels);
        }

        if (program.Labels.Length == 0 && dataset is not null && dataset.ClassNames.Length == program.Outputs[0].Bytes)
        {
            program.Labels = dataset.ClassNames;
        }
    }

    private static float[] Expand(float[] values, int channels)
    {
        var expanded = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            expanded[c] = values[values.Length == 1 ? 0 : c];
        }

        return expanded;
    }
}
