using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Reporting;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Converts models one at a time, exactly as <c>edge convert</c> does, and keeps the latest results.</summary>
internal sealed class ConversionDesk
{
    /// <summary>Board whose time and energy are shown unless another is asked for.</summary>
    public const string DefaultBoard = "esp32s3";

    private const int MostKept = 8;

    private readonly Lock _gate = new();
    private readonly StudioFiles _files;
    private readonly StudioEvents _events;
    private readonly List<FinishedConversion> _finished = [];
    private ConversionJob? _job;
    private Task _work = Task.CompletedTask;
    private int _lastId;

    /// <summary>Makes a desk.</summary>
    /// <param name="files">Where models and samples come from.</param>
    /// <param name="events">Told when something changes.</param>
    public ConversionDesk(StudioFiles files, StudioEvents events)
    {
        _files = files;
        _events = events;
    }

    /// <summary>The latest job, or null.</summary>
    public JobState? Job => _job?.State();

    /// <summary>Conversions that are kept, the oldest first.</summary>
    public IReadOnlyList<FinishedConversion> Finished
    {
        get
        {
            lock (_gate)
            {
                return [.. _finished];
            }
        }
    }

    /// <summary>A conversion by its number.</summary>
    /// <exception cref="EdgeException">There is none, or no longer.</exception>
    public FinishedConversion Find(int id)
    {
        return Finished.FirstOrDefault(each => each.Id == id)
            ?? throw new EdgeException(DiagnosticId.StudioNotFound, $"conversion {id}", $"it is not kept (the latest {MostKept} are)", "convert again");
    }

    /// <summary>Begins a conversion.</summary>
    /// <exception cref="EdgeException">One runs already, or the request cannot be met.</exception>
    public JobState Start(ConversionRequest request)
    {
        string model = _files.Resolve(request.Model ?? throw Missing());
        string? calibration = request.Calibration is null ? null : _files.Resolve(request.Calibration);
        Board board = NfTools.Load().Find(request.Board ?? DefaultBoard);
        string name = Path.GetFileName(model);
        return Begin(name, Path.ChangeExtension(name, ".edge8"), request, board, job => OptionsOf(request, calibration, job), options =>
        {
            var samples = new SampleShapeSource(() => calibration is null ? null : SampleShape.Of(calibration), options.IsChannelsFirst);
            return ModelConverter.Convert(SourceModel.Read(model, null, null, samples), options);
        });
    }

    /// <summary>Begins to schedule a conversion's network for another budget.</summary>
    /// <param name="id">Number of the conversion.</param>
    /// <param name="budgetBytes">The budget.</param>
    /// <exception cref="EdgeException">One runs already, or there is no such conversion.</exception>
    public JobState StartReschedule(int id, int budgetBytes)
    {
        FinishedConversion earlier = Find(id);
        ConversionRequest request = earlier.Request with { Sram = $"{budgetBytes}" };
        Board board = NfTools.Load().Find(request.Board ?? DefaultBoard);
        int? sramBytes = SramBudget.Read(request.Sram, request.Board).Bytes;
        return Begin(
            $"{earlier.BaseName} in {budgetBytes} bytes",
            earlier.FileName,
            request,
            board,
            job => earlier.Options with { SramBytes = sramBytes, IsBudgetFlexible = false, Note = job.Remark, Warn = job.Remark },
            options => ModelConverter.Reschedule(earlier.Result, options));
    }

    /// <summary>Asks the running job to end.</summary>
    public void Cancel() => _job?.Cancel();

    /// <summary>Waits until nothing runs.</summary>
    public Task Idle() => _work;

    private JobState Begin(
        string name,
        string fileName,
        ConversionRequest request,
        Board board,
        Func<ConversionJob, ConversionOptions> makeOptions,
        Func<ConversionOptions, ConversionResult> convert)
    {
        lock (_gate)
        {
            if (_job is { IsBusy: true })
            {
                throw new EdgeException(DiagnosticId.StudioBusy, name, $"'{_job.Name}' is being converted", "wait for its end or cancel it");
            }

            _lastId++;
            var job = new ConversionJob(_lastId, name, _events);
            ConversionOptions options = makeOptions(job);
            _job = job;
            _work = Task.Factory.StartNew(() => Run(job, fileName, request, board, () => (options, convert(options))), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return job.State();
        }
    }

    private void Run(ConversionJob job, string fileName, ConversionRequest request, Board board, Func<(ConversionOptions, ConversionResult)> convert)
    {
        try
        {
            (ConversionOptions options, ConversionResult result) = convert();
            job.Report("running samples", 0);
            ReportContent report = ReportBuilder.OfConversion(fileName, result, options, board, job.Report);
            job.Report("done", 1);
            Keep(new FinishedConversion(job.Id, fileName, options, request, result, report, job.State().Notes));
            job.End(JobStatus.Done, null, job.Id);
            _events.Tell("conversions");
        }
        catch (Exception exception)
        {
            Exception cause = FaultReport.Cause(exception);
            bool isCancelled = job.IsCancelled && cause is OperationCanceledException;
            EdgeException? told = isCancelled ? null : cause as EdgeException ?? FaultReport.Write(exception, ["studio"]);
            job.End(isCancelled ? JobStatus.Cancelled : JobStatus.Failed, told?.Message, null);
        }
    }

    private void Keep(FinishedConversion conversion)
    {
        lock (_gate)
        {
            _finished.Add(conversion);
            if (_finished.Count > MostKept)
            {
                _finished.RemoveAt(0);
            }
        }
    }

    /// <summary>The settings that <c>edge convert</c> would take.</summary>
    private static ConversionOptions OptionsOf(ConversionRequest request, string? calibration, ConversionJob job)
    {
        SramBudget budget = SramBudget.Read(request.Sram, request.Board);
        return new ConversionOptions
        {
            CalibrationPath = calibration,
            CalibrationLimit = request.Samples is int samples ? Math.Max(samples, 1) : CalibrationSet.DefaultLimit,
            Normalisation = NormalisationName.Parse(request.Normalisation),
            IsBlueFirst = request.IsBlueFirst,
            Note = job.Remark,
            Warn = job.Remark,
            SramBytes = budget.Bytes,
            MostCost = budget.MostCost,
            IsBudgetFlexible = request.Sram is null && request.Board is null,
            BoardsWith = BoardAdvice.BoardsWith,
            FlashRemark = bytes => BoardAdvice.OnFlash(bytes, request.Board),
            Quantizer = new QuantizerOptions { Progress = job.Report, Warn = job.Remark, Recipe = RecipeOf(request.Quantizer) },
        };
    }

    private static QuantizationRecipe? RecipeOf(string? mode)
    {
        return mode switch
        {
            null or "auto" => null,
            "naive" => QuantizationRecipe.Naive,
            _ => throw new EdgeException(DiagnosticId.BadOption, "quantizer", $"'{mode}' is not a quantizer", "use auto or naive"),
        };
    }

    private static EdgeException Missing() => new(DiagnosticId.StudioRequestInvalid, "convert", "no model was chosen", "drop or choose one");
}
