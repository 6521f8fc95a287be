using System;
using System.Globalization;
using System.Linq;
using Edge.MeterDigits.Trainer.Training;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>What decides the outcome of a search, apart from the generator and the kernels.</summary>
internal sealed record SearchOptions
{
    /// <summary>Board whose predicted time counts.</summary>
    public required string Board { get; init; }

    /// <summary>Longest predicted time of an inference, milliseconds.</summary>
    public required double BudgetMs { get; init; }

    /// <summary>Shapes that are trained.</summary>
    public int Candidates { get; init; } = 12;

    /// <summary>Passes over the crops after which the worse half is dropped; the last ones train to the end.</summary>
    public int[] Rungs { get; init; } = [1, 2, 5];

    /// <summary>How every candidate is trained. Its seed is also that of the drawing of shapes.</summary>
    public TrainingOptions Training { get; init; } = Brief;

    // Small batches: there are few crops, and a network needs steps.
    private static TrainingOptions Brief => new() { Samples = 30_000, Batch = 64 };

    /// <summary>Options of the command line.</summary>
    /// <exception cref="FormatException">One is missing, unknown or of no use.</exception>
    public static SearchOptions Parse(string[] arguments)
    {
        string? board = null;
        double? budgetMs = null;
        int candidates = new SearchOptions { Board = "", BudgetMs = 1 }.Candidates;
        TrainingOptions training = Brief;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} has no value");
            switch (arguments[i])
            {
                case "--board":
                    board = value;
                    break;
                case "--budget-ms":
                    budgetMs = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ms) && ms > 0
                        ? ms
                        : throw new FormatException($"--budget-ms {value} is not a number above 0");
                    break;
                case "--candidates":
                    candidates = Program.Number(value);
                    break;
                case "--samples":
                    training = training with { Samples = Program.Number(value) };
                    break;
                case "--seed":
                    training = training with { Seed = Program.Number(value) };
                    break;
                case "--threads":
                    training = training with { Threads = Program.Number(value) };
                    break;
                case "--teacher":
                    training = training with { Teacher = value };
                    break;
                default:
                    throw new FormatException($"'{arguments[i]}' is not an option of search");
            }
        }
        return new SearchOptions
        {
            Board = board ?? throw new FormatException("--board is missing; without it there is no time to keep to"),
            BudgetMs = budgetMs ?? throw new FormatException("--budget-ms is missing; it is the longest predicted time of an inference"),
            Candidates = candidates,
            Training = training,
        };
    }
}
