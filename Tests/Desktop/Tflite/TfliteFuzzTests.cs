using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>
/// Damaged files give an <see cref="EdgeException"/> or a sound graph, and allocate in proportion to their size. 20,000 files in a
/// normal run; the environment variable EDGE_FUZZ sets another number.
/// </summary>
[TestClass]
public class TfliteFuzzTests
{
    private const int DefaultFiles = 20_000;
    private const int HangMs = 3_600_000; // the longest run anyone asks for; a hang is the only way to get there
    private const int FirstSeed = 1;

    // Constants and objects as Import/ByteBudget bounds them.
    private const int BytesPerFileByte = 8;
    private const int BaseBytes = 64 * 1024;

    private static readonly string[] s_sharedModels =
        ["tflm_hello_world_int8", "maix_mnist_dw_q", "emlearn_mnist_cnn_int8", "tflm_micro_speech", "jomjol_dig_class11_2000_s2_q"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(HangMs, CooperativeCancellation = true)]
    public void Damaged_small_models_are_refused_or_read()
    {
        Run(FuzzCorpus.Small(), Files());
    }

    [TestMethod]
    [TestCategory("Shared")]
    [Timeout(HangMs, CooperativeCancellation = true)]
    public void Damaged_public_models_are_refused_or_read()
    {
        Run([.. s_sharedModels.Select(name => File.ReadAllBytes(GoldenModel.Require(name).ModelPath))], Files() / 4);
    }

    [TestMethod]
    public void The_sound_files_behind_the_fuzzing_are_read()
    {
        foreach (byte[] data in FuzzCorpus.Small())
        {
            GraphInvariants.Check(TfliteReader.Read(data, "sound.tflite"));
        }
    }

    private static int Files()
    {
        return int.TryParse(Environment.GetEnvironmentVariable("EDGE_FUZZ"), out int files) ? files : DefaultFiles;
    }

    private void Run(IReadOnlyList<byte[]> corpus, int files)
    {
        var mutator = new FileMutator(corpus);
        var outcomes = new SortedDictionary<string, int>();
        double highestShare = 0;
        for (int i = 0; i < files && !TestContext.CancellationToken.IsCancellationRequested; i++)
        {
            int seed = FirstSeed + i;
            byte[] data = mutator.Mutate(seed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string outcome = Read(data, seed, out ModelGraph? graph);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long limit = BaseBytes + ((long)BytesPerFileByte * data.Length);
            highestShare = Math.Max(highestShare, (double)allocated / limit);
            Assert.IsLessThanOrEqualTo(limit, allocated, $"seed {seed}: {allocated} bytes allocated for a file of {data.Length}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (graph is not null)
            {
                CheckSound(graph, seed);
            }
        }

        TestContext.WriteLine($"{files} files, at most {highestShare:P0} of the memory allowed: {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}");
    }

    private static string Read(byte[] data, int seed, out ModelGraph? graph)
    {
        graph = null;
        try
        {
            graph = TfliteReader.Read(data, "fuzzed.tflite");
            return "read";
        }
        catch (EdgeException e)
        {
            return e.Id.ToString();
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"seed {seed}: {e.GetType().Name}: {e.Message}", e);
        }
    }

    private static void CheckSound(ModelGraph graph, int seed)
    {
        try
        {
            GraphInvariants.Check(graph);
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"seed {seed}: {e.Message}", e);
        }
    }
}
