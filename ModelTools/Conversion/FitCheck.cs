using System;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Conversion;

/// <summary>
/// Whether a model fits the memory budget and the flash, said before minutes go into quantizing it: a schedule depends on operators and
/// shapes, so a draft of the quantized network tells it to within a few bytes.
/// </summary>
internal sealed class FitCheck
{
    // The numbers of a program take a byte or two each, by their size, and a draft has other ones.
    private const int SlackBytes = 128;
    private const int SlackShare = 64;

    private readonly ConversionOptions _options;
    private bool _hasWarned;
    private bool _hasFlashRemark;

    /// <summary>Makes a check for one conversion.</summary>
    public FitCheck(ConversionOptions options)
    {
        _options = options;
    }

    /// <summary>How far the peak of a draft may be from that of the network it stands for, bytes.</summary>
    public static int Slack(int peakBytes) => SlackBytes + (peakBytes / SlackShare);

    /// <summary>The scheduler that the options ask for.</summary>
    public static RowFusedScheduler MakeScheduler(DeviceProgram program, ConversionOptions options)
    {
        return new RowFusedScheduler(program, options.WindowBytes, options.SqueezeExcite)
        {
            IsForNativeKernels = options.IsForNativeKernels,
            MaxMacRatio = options.MaxRecompute,
            MaxStrips = options.MaxStrips,
        };
    }

    /// <summary>What a device would run: the lowered graph, without rows that are longer than an array.</summary>
    public static DeviceProgram Lower(ModelGraph quantized, LoweringOptions lowering, ConversionOptions options)
    {
        return WideRows.Split(Lowerer.Lower(quantized, lowering), options.MaxStrips > 1);
    }

    /// <summary>Schedules a draft of a float model; it warns and refuses as <see cref="Schedule"/> would after quantizing.</summary>
    /// <exception cref="EdgeException">The budget is too small, or the model holds what has no int8 form.</exception>
    public void Forecast(ModelGraph source)
    {
        bool hasBudget = _options.SramBytes is not null && !_options.IsPlain;
        if ((!hasBudget && _options.FlashRemark is null) || Draft(source) is not { } program)
        {
            return;
        }

        ScheduledProgram? scheduled = null;
        if (hasBudget)
        {
            int budget = _options.SramBytes!.Value;
            RowFusedScheduler scheduler = Scheduler(program);
            ScheduledProgram? smallest = scheduler.RuleOut(budget);
            scheduled = smallest ?? scheduler.TryBuild(budget, out smallest);
            if (smallest is not null && smallest.PeakSramBytes - Slack(smallest.PeakSramBytes) > budget)
            {
                Refuse(program, smallest, isExact: false);
            }

            scheduled ??= smallest;
        }

        int blobBytes = ScheduledBlob.Write(scheduled ?? new ScheduledProgram(OperatorScheduler.Build(program, _options.WindowBytes), 0, 0)).Blob.Length;
        CheckFlash(source.Name, _options.IsFlashBinding ? blobBytes - Slack(blobBytes) : blobBytes);
    }

    /// <summary>Schedules a program within the budget; where a flexible budget is too small, the smallest schedule is taken.</summary>
    /// <exception cref="EdgeException">The budget is too small and not flexible.</exception>
    public ScheduledProgram Schedule(DeviceProgram program)
    {
        if (_options.IsPlain)
        {
            return new ScheduledProgram(OperatorScheduler.Build(program, _options.WindowBytes), 0, 0);
        }

        RowFusedScheduler scheduler = Scheduler(program);
        if (_options.SramBytes is not int budget)
        {
            return scheduler.BuildSmallest(_options.MostCost);
        }

        ScheduledProgram? ruledOut = scheduler.RuleOut(budget);
        if (ruledOut is not null)
        {
            Refuse(program, ruledOut, isExact: false);
            ScheduledProgram built = scheduler.BuildSmallest();
            return built.PeakSramBytes <= ruledOut.PeakSramBytes ? built : ruledOut;
        }

        if (scheduler.TryBuild(budget, out ScheduledProgram? smallest) is { } scheduled)
        {
            return scheduled;
        }

        Refuse(program, smallest!, isExact: true);
        return smallest!;
    }

    /// <summary>Refuses a blob that the flash of its board does not take, or says once what the boards make of it.</summary>
    /// <exception cref="EdgeException">It is too large.</exception>
    public void CheckFlash(string name, int blobBytes)
    {
        if (_hasFlashRemark || _options.FlashRemark?.Invoke(blobBytes) is not { } remark)
        {
            return;
        }

        if (_options.IsFlashBinding)
        {
            throw new EdgeException(DiagnosticId.PackImageTooLarge, name, remark.What, remark.Remedy);
        }

        _hasFlashRemark = true;
        _options.Warn?.Invoke($"{remark.What}; {remark.Remedy}");
    }

    private RowFusedScheduler Scheduler(DeviceProgram program) => MakeScheduler(program, _options);

    /// <summary>Throws, or warns once where the budget is flexible.</summary>
    private void Refuse(DeviceProgram program, ScheduledProgram smallest, bool isExact)
    {
        int peak = smallest.PeakSramBytes;
        string about = isExact ? string.Empty : "about ";
        string what = $"no schedule fits {_options.SramBytes} bytes of SRAM; the smallest takes {about}{peak}, set by {smallest.LargestGroup()}";
        string boards = _options.BoardsWith is null ? string.Empty : "; " + _options.BoardsWith(peak);
        if (!_options.IsBudgetFlexible)
        {
            string enough = isExact ? peak.ToString() : $"{(peak + Slack(peak) + 1023) / 1024}KB";
            throw new EdgeException(DiagnosticId.BudgetTooSmall, program.Name, what, $"give --sram {enough} or more (--sram min takes the least){boards}");
        }

        if (!_hasWarned)
        {
            _hasWarned = true;
            _options.Warn?.Invoke($"{program.Name}: {what}, and is taken{boards}");
        }
    }

    private DeviceProgram? Draft(ModelGraph source)
    {
        try
        {
            RoundingMode rounding = _options.Rounding ?? RoundingMode.Single;
            return Lower(DraftQuantizer.Run(source), new LoweringOptions(rounding, false, _options.Fuse), _options);
        }
        catch (EdgeException exception) when (exception.Id == DiagnosticId.UnsupportedScale)
        {
            return null; // scales out of the air, which need not be those of the data
        }
    }
}
