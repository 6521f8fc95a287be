using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Training;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class RecipeTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meter-digits-").FullName;

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Each_recipe_ends_with_the_shape_of_its_network_and_names_only_trainings_before()
    {
        foreach (IReadOnlyList<RecipeStep> recipe in Recipe.All)
        {
            string name = recipe[^1].Name;
            NetworkShape shipped = NetworkShape.Read(Path.Combine(AppContext.BaseDirectory, name, NetworkExport.Architecture));
            Assert.AreEqual(shipped.ToJson(), ShapeCatalog.Get(recipe[^1].Options.Shape).ToJson(), name);
            for (int i = 0; i < recipe.Count; i++)
            {
                List<string> before = [.. recipe.Take(i).Select(step => step.Name)];
                foreach (string needed in new[] { recipe[i].Options.From, recipe[i].Options.Teacher }.Where(needed => needed.Length > 0))
                {
                    CollectionAssert.Contains(before, needed, $"{name}, {recipe[i].Name}");
                }
            }
        }
    }

    [TestMethod]
    public void The_log_of_each_network_has_the_passes_of_its_recipe()
    {
        foreach (RecipeStep step in Recipe.All.SelectMany(recipe => recipe).Where(step => step.Name.StartsWith("meter_digits", StringComparison.Ordinal)).DistinctBy(step => step.Name))
        {
            string[] log = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, step.Name, TrainingRun.Log));
            Assert.HasCount(step.LastPass + 1, log, step.Name);
        }
    }

    [TestMethod]
    public void A_recipe_that_is_interrupted_goes_on_and_ends_with_the_same_network()
    {
        // The recipe itself with small networks and few crops.
        List<RecipeStep> small = [.. Recipe.Of("meter_digits").Select(step => new RecipeStep(
            step.Name,
            step.Options with { Shape = "tiny", Samples = 64, ValidationSamples = 32, Batch = 32, Epochs = 2, Threads = 1 },
            Math.Min(step.LastPass, 2)))];
        string whole = Path.Combine(_folder, "whole");
        string interrupted = Path.Combine(_folder, "interrupted");
        Recipe.Run(small, whole, new ProgressLine());
        int passes = 0;
        while (passes < 100)
        {
            try
            {
                Recipe.Run(small, interrupted, new ProgressLine(), _ => throw new IOException($"pulled the plug, {passes++}"));
                break;
            }
            catch (IOException)
            {
                // Again, as somebody would.
            }
        }

        Assert.AreEqual(2 * small.Count, passes);
        foreach (RecipeStep step in small)
        {
            CollectionAssert.AreEqual(
                File.ReadAllBytes(Path.Combine(whole, step.Name, NetworkExport.Weights)),
                File.ReadAllBytes(Path.Combine(interrupted, step.Name, NetworkExport.Weights)),
                step.Name);
        }

        Assert.IsEmpty(Directory.GetDirectories(whole, "crops", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void A_recipe_that_there_is_not_is_refused_with_those_there_are()
    {
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Recipe.Of("meter_digits_light"));
        StringAssert.Contains(error.Message, "meter_digits or meter_digits_large");
    }
}
