using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Reporting;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Devices;

namespace Edge.MeterDigits.Trainer.Search;

/// <summary>
/// Looks for the most accurate shape whose predicted time keeps to a budget: draws shapes, asks Edge's own profile what each costs,
/// and trains those within the budget by successive halving (Jamieson and Talwalkar, 2016) on the same crops, the worse half being dropped at
/// each rung. Interrupted at any moment, the same command goes on and ends with the same table.
/// </summary>
internal sealed class CostSearch
{
    /// <summary>File in the search's folder: every candidate.</summary>
    public const string Table = "found.csv";

    /// <summary>The same as a picture.</summary>
    public const string Picture = "found.png";

    private const string OptionsFile = "search.json";
    private const double LeastPartOfBudget = 0.6; // a shape that leaves more unused has a better neighbour
    private const double LeastPerMac = 70;        // weighted instructions; no kernel is better
    private const double MostPerMac = 300;        // no shape of the space is worse
    private const int DrawsPerCandidate = 5000;
    private const int CostingsPerCandidate = 12;

    private readonly SearchOptions _options;
    private readonly string _folder;
    private readonly ProgressLine _progress;
    private readonly Board _board;
    private TrainingSamples? _samples;

    /// <exception cref="ModelTools.Diagnostics.EdgeException">There is no such board.</exception>
    public CostSearch(SearchOptions options, string folder, ProgressLine progress)
    {
        _options = options;
        _folder = folder;
        _progress = progress;
        _board = CandidateMeter.FindBoard(options.Board);
    }

    /// <summary>Told of each finished pass of a candidate, after its checkpoint.</summary>
    public Action<int>? AfterPass { get; init; }

    /// <summary>Searches.</summary>
    /// <returns>The candidates, the best first.</returns>
    /// <exception cref="InvalidDataException">No candidate meets the budget, the folder is of another search, or the teacher is missing.</exception>
    public IReadOnlyList<Candidate> Run()
    {
        if (_options.Training.Teacher.Length > 0)
        {
            Teacher.Require(_options.Training.Teacher);
        }
        Directory.CreateDirectory(_folder);
        KeepOptions();
        List<Candidate> candidates = Find();
        List<Candidate> running = candidates;
        for (int rung = 0; rung < _options.Rungs.Length; rung++)
        {
            foreach (Candidate candidate in running)
            {
                candidate.Accuracies.Add(Train(candidate, _options.Rungs[rung]));
                FoundTable.Write(Path.Combine(_folder, Table), candidates);
            }
            running = Order(running).Take((running.Count + 1) / 2).ToList();
            _progress.Say($"rung {rung + 1} of {_options.Rungs.Length}, {_options.Rungs[rung]} passes; best: {running[0].Name}, {running[0].Accuracies[^1]:P2}, {running[0].Cost.TimeMs:F0} ms, {running[0].Text}");
        }
        FoundPlot.Draw(candidates, _options, Path.Combine(_folder, Picture));
        return Order(candidates).ToList();
    }

    // Those who came further first; then the more accurate, the cheaper, the earlier.
    private static IEnumerable<Candidate> Order(IEnumerable<Candidate> candidates)
    {
        return candidates
            .OrderByDescending(candidate => candidate.Accuracies.Count)
            .ThenByDescending(candidate => candidate.Accuracies.LastOrDefault())
            .ThenBy(candidate => candidate.Cost.WeightedInstructions)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal);
    }

    private void KeepOptions()
    {
        string file = Path.Combine(_folder, OptionsFile);
        string options = JsonSerializer.Serialize(_options);
        if (!File.Exists(file))
        {
            WholeFile.Write(file, options);
        }
        else if (File.ReadAllText(file) != options)
        {
            throw new InvalidDataException($"{_folder}: is of a search with other options; give the same options or another output folder");
        }
    }

    // Candidates and their costs; what they do later is not known yet.
    private List<Candidate> Find()
    {
        string file = Path.Combine(_folder, "costs.csv");
        if (File.Exists(file))
        {
            return FoundTable.Read(file);
        }
        double budget = _options.BudgetMs * 1e6 / _board.NsPerInstruction;
        var space = new SearchSpace(_options.Training.Seed);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<Candidate>();
        (string Text, long Macs) smallest = ("", long.MaxValue);
        double cheapestMs = double.MaxValue;
        using var meter = new CandidateMeter();
        int costings = 0;
        for (int draw = 0; draw < DrawsPerCandidate * _options.Candidates && found.Count < _options.Candidates && costings < CostingsPerCandidate * _options.Candidates; draw++)
        {
            string text = space.Draw();
            NetworkShape shape = ShapeCatalog.Get(text);
            long macs = NetworkCost.Of(shape).Macs;
            smallest = macs < smallest.Macs ? (text, macs) : smallest;
            if (macs * LeastPerMac > budget || macs * MostPerMac < budget * LeastPartOfBudget || !seen.Add(text))
            {
                continue;
            }
            CandidateCost cost = meter.Measure(shape, _board);
            costings++;
            cheapestMs = Math.Min(cheapestMs, cost.TimeMs);
            if (cost.TimeMs <= _options.BudgetMs && cost.TimeMs >= _options.BudgetMs * LeastPartOfBudget)
            {
                found.Add(new Candidate($"c{found.Count + 1:00}", text, cost));
                _progress.Say(FormattableString.Invariant($"{found[^1].Name}: {cost.TimeMs:F0} ms, {cost.WeightedInstructions / 1e6:F1} M instructions, {cost.Macs} MACs, {text}"));
            }
            _progress.Show($"shapes within {_options.BudgetMs} ms", found.Count, _options.Candidates);
        }
        if (found.Count == 0)
        {
            cheapestMs = Math.Min(cheapestMs, meter.Measure(ShapeCatalog.Get(smallest.Text), _board).TimeMs);
            throw new InvalidDataException(FormattableString.Invariant(
                $"--budget-ms {_options.BudgetMs}: no candidate keeps to it on {_board.Name} and uses {LeastPartOfBudget:P0} of it; the cheapest that was drawn is predicted {cheapestMs:F0} ms"));
        }
        FoundTable.Write(file, found);
        return found;
    }

    // Trains on to this pass and takes its line of the log, so that a candidate that is further already counts as it did then.
    private double Train(Candidate candidate, int pass)
    {
        string folder = Path.Combine(_folder, candidate.Name);
        double? done = PassLog.Accuracy(folder, pass);
        if (done == null)
        {
            _progress.Say($"{candidate.Name} to pass {pass}");
            _samples ??= SampleCache.Get(_folder, _options.Training, _progress);
            new TrainingRun(_options.Training with { Shape = candidate.Text, Epochs = _options.Rungs[^1] }, folder, _progress) { Samples = _samples, LastPass = pass, AfterPass = AfterPass }.Run();
            done = PassLog.Accuracy(folder, pass);
        }
        return done ?? throw new InvalidDataException($"{folder}: its log has no line of pass {pass}; delete the folder to train it again");
    }
}
