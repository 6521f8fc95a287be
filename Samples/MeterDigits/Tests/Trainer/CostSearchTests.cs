using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Search;
using Edge.MeterDigits.Trainer.Training;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>The search by predicted cost: it ends the same however often it is interrupted, and says what it cannot do.</summary>
[TestClass]
public sealed class CostSearchTests
{
    private static readonly SearchOptions s_options = new()
    {
        Board = "esp32",
        BudgetMs = 1200,
        Candidates = 3,
        Rungs = [1, 2],
        Training = new TrainingOptions { Samples = 128, ValidationSamples = 64, Batch = 64, Threads = 1 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-").FullName;

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void A_search_interrupted_at_any_pass_ends_as_one_without_interruption()
    {
        string whole = Path.Combine(_folder, "whole");
        IReadOnlyList<Candidate> best = new CostSearch(s_options, whole, new ProgressLine()).Run();
        Assert.AreEqual(2, best[0].Accuracies.Count);
        Assert.IsTrue(best.All(candidate => candidate.Cost.TimeMs <= s_options.BudgetMs), "over budget");
        string table = File.ReadAllText(Path.Combine(whole, CostSearch.Table));
        Assert.IsTrue(File.Exists(Path.Combine(whole, CostSearch.Picture)));

        string interrupted = Path.Combine(_folder, "interrupted");
        Directory.CreateDirectory(interrupted);
        File.Copy(Path.Combine(whole, "costs.csv"), Path.Combine(interrupted, "costs.csv")); // costing has no randomness of its own
        int interruptions = 0;
        for (bool isDone = false; !isDone;)
        {
            try
            {
                new CostSearch(s_options, interrupted, new ProgressLine()) { AfterPass = _ => throw new IOException("pulled the plug") }.Run();
                isDone = true;
            }
            catch (IOException)
            {
                interruptions++;
            }
        }
        Assert.AreEqual(5, interruptions, "three candidates for a pass, two of them for another");
        Assert.AreEqual(table, File.ReadAllText(Path.Combine(interrupted, CostSearch.Table)));
    }

    [TestMethod]
    public void A_log_whose_last_line_was_being_written_lacks_that_pass()
    {
        string log = Path.Combine(_folder, TrainingRun.Log);
        File.WriteAllText(log, "epoch,seconds,processorSeconds,loss,validation,readable,notReadable\n1,1,1,2.0,0.5,0.4,0.6\n2,1,1,1.5,0.6,0.5,0.");
        Assert.AreEqual(0.5, PassLog.Accuracy(_folder, 1));
        Assert.IsNull(PassLog.Accuracy(_folder, 2));
        File.AppendAllText(log, "7\n");
        Assert.AreEqual(0.6, PassLog.Accuracy(_folder, 2));
        Assert.IsNull(PassLog.Accuracy(Path.Combine(_folder, "none"), 1));
    }

    [TestMethod]
    public void A_budget_that_no_candidate_meets_is_told_the_cheapest()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => new CostSearch(s_options with { BudgetMs = 1 }, _folder, new ProgressLine()).Run());
        StringAssert.Contains(error.Message, "--budget-ms 1: no candidate keeps to it on esp32");
        StringAssert.Matches(error.Message, new System.Text.RegularExpressions.Regex(@"is predicted \d+ ms$"));
        Assert.IsFalse(File.Exists(Path.Combine(_folder, "costs.csv")));
    }

    [TestMethod]
    public void A_missing_teacher_is_named_before_anything_is_done()
    {
        SearchOptions options = s_options with { Training = s_options.Training with { Teacher = Path.Combine(_folder, "nobody") } };
        string folder = Path.Combine(_folder, "search");
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => new CostSearch(options, folder, new ProgressLine()).Run());
        StringAssert.Contains(error.Message, "the teacher's arch.json is missing");
        Assert.IsFalse(Directory.Exists(folder));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => new TrainingRun(options.Training with { Epochs = 1 }, folder, new ProgressLine()).Run()).Message, "teacher");
    }

    [TestMethod]
    public void A_folder_of_other_options_a_damaged_table_and_an_unknown_board_are_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "search.json"), "{}");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => new CostSearch(s_options, _folder, new ProgressLine()).Run()).Message, "other options");
        File.Delete(Path.Combine(_folder, "search.json"));
        File.WriteAllText(Path.Combine(_folder, "costs.csv"), "candidate,sh");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => new CostSearch(s_options, _folder, new ProgressLine()).Run()).Message, "is damaged");
        Assert.ThrowsExactly<EdgeException>(() => new CostSearch(s_options with { Board = "esp8266" }, _folder, new ProgressLine()));
    }

    [TestMethod]
    [DataRow("--board", "esp32")]
    [DataRow("--budget-ms", "100")]
    [DataRow("--board", "esp32", "--budget-ms", "0")]
    [DataRow("--board", "esp32", "--budget-ms", "soon")]
    [DataRow("--board", "esp32", "--budget-ms")]
    [DataRow("--board", "esp32", "--budget-ms", "100", "--candidates", "0")]
    [DataRow("--board", "esp32", "--budget-ms", "100", "--shape", "tiny")]
    public void Options_that_are_missing_or_of_no_use_are_refused(params string[] arguments)
    {
        Assert.ThrowsExactly<FormatException>(() => SearchOptions.Parse(arguments));
    }

    [TestMethod]
    public void The_same_seed_draws_the_same_shapes_and_all_of_them_can_be_built()
    {
        var first = new SearchSpace(5);
        var second = new SearchSpace(5);
        var seen = new HashSet<string>();
        for (int i = 0; i < 300; i++)
        {
            string text = first.Draw();
            Assert.AreEqual(text, second.Draw());
            seen.Add(text);
            using var network = new Edge.MeterDigits.Trainer.Network.MeterNetwork(Edge.MeterDigits.Trainer.Architecture.ShapeCatalog.Get(text), 0);
        }
        Assert.IsGreaterThan(250, seen.Count);
        foreach (string part in new[] { "24x16", "32x20", "x1 ", "x3 ", " c3.", " f3.", " 3.", " 5.", "relu", "hswish" })
        {
            Assert.IsTrue(seen.Any(text => text.Contains(part)), part);
        }
    }
}
