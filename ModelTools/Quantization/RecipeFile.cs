using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// A recipe as JSON: {"version":1,"equalize":true,"ranges":"squaredError","correction":"rounding","seed":1,
/// "tensorRanges":{"NAME":{"method":"minMax","widen":1}}}. Everything but the version may be left out.
/// </summary>
internal static class RecipeFile
{
    private const int Version = 1;

    /// <summary>Writes a recipe.</summary>
    /// <param name="isIndented">For people to read; otherwise on one line.</param>
    public static string ToJson(QuantizationRecipe recipe, bool isIndented)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = isIndented, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteBoolean("equalize", recipe.Equalize);
            writer.WriteString("ranges", Name(recipe.Ranges));
            writer.WriteString("correction", Name(recipe.Correction));
            writer.WriteNumber("seed", recipe.Seed);
            if (recipe.InstructionPrice > 0)
            {
                writer.WriteNumber("instructionPrice", recipe.InstructionPrice);
            }

            if (recipe.PowerOfTwoMultipliers)
            {
                writer.WriteBoolean("powerOfTwoMultipliers", true);
            }

            if (recipe.TensorRanges.Count != 0)
            {
                writer.WriteStartObject("tensorRanges");
                foreach ((string tensor, RangeRule rule) in recipe.TensorRanges.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WriteStartObject(tensor);
                    writer.WriteString("method", Name(rule.Method));
                    writer.WriteNumber("widen", rule.Widen);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads a recipe file.</summary>
    /// <exception cref="EdgeException">Missing, not a recipe, or of a newer version.</exception>
    public static QuantizationRecipe Read(string path)
    {
        InputFile.Require(path);

        return Parse(path, File.ReadAllText(path));
    }

    /// <summary>Parses a recipe.</summary>
    /// <param name="where">Path, for messages.</param>
    /// <exception cref="EdgeException">Not a recipe, or of a newer version.</exception>
    public static QuantizationRecipe Parse(string where, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var recipe = new QuantizationRecipe();
            bool hasVersion = false;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                JsonElement value = property.Value;
                switch (property.Name)
                {
                    case "version":
                        hasVersion = value.GetInt32() == Version ? true : throw Invalid(where, $"version {value.GetInt32()}");
                        break;
                    case "equalize":
                        recipe = recipe with { Equalize = value.GetBoolean() };
                        break;
                    case "ranges":
                        recipe = recipe with { Ranges = Value<CalibrationMethod>(where, value) };
                        break;
                    case "correction":
                        recipe = recipe with { Correction = Value<CorrectionMethod>(where, value) };
                        break;
                    case "seed":
                        recipe = recipe with { Seed = value.GetInt32() };
                        break;
                    case "instructionPrice":
                        recipe = recipe with { InstructionPrice = Price(where, value) };
                        break;
                    case "powerOfTwoMultipliers":
                        recipe = recipe with { PowerOfTwoMultipliers = value.GetBoolean() };
                        break;
                    case "tensorRanges":
                        recipe = recipe with { TensorRanges = Rules(where, value) };
                        break;
                    default:
                        throw Invalid(where, $"'{property.Name}' is not known");
                }
            }

            return !hasVersion
                ? throw Invalid(where, "version is missing")
                : recipe.InstructionPrice > 0 && recipe.Correction < CorrectionMethod.Rounding
                ? throw Invalid(where, $"instructionPrice needs a correction of {Name(CorrectionMethod.Rounding)} or {Name(CorrectionMethod.LeastSquares)}, and it is {Name(recipe.Correction)}")
                : recipe is { InstructionPrice: > 0, PowerOfTwoMultipliers: true }
                ? throw Invalid(where, "instructionPrice and powerOfTwoMultipliers choose scales of weights for different kernels")
                : recipe;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new EdgeException(DiagnosticId.RecipeInvalid, where, "not the JSON of a recipe", "write one with --save-recipe, or see docs/quantization.md", exception);
        }
    }

    /// <summary>Checks that every tensor a recipe names exists.</summary>
    /// <exception cref="EdgeException">One does not.</exception>
    public static void RequireTensors(QuantizationRecipe recipe, ModelGraph graph)
    {
        HashSet<string> known = [.. FloatReference.Activations(graph).Select(tensor => tensor.Name)];
        foreach (string name in recipe.TensorRanges.Keys)
        {
            if (!known.Contains(name))
            {
                throw new EdgeException(DiagnosticId.RecipeInvalid, graph.Name, $"the recipe names tensor '{name}', which the model does not have", "use the recipe that was made for this model");
            }
        }
    }

    /// <summary>A method as recipes spell it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static Dictionary<string, RangeRule> Rules(string where, JsonElement element)
    {
        var rules = new Dictionary<string, RangeRule>();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            double widen = property.Value.TryGetProperty("widen", out JsonElement factor) ? factor.GetDouble() : 1;
            if (!(widen > 0) || !double.IsFinite(widen))
            {
                throw Invalid(where, $"widen of '{property.Name}' is {widen}");
            }

            rules[property.Name] = new RangeRule(Value<CalibrationMethod>(where, property.Value.GetProperty("method")), widen);
        }

        return rules;
    }

    private static double Price(string where, JsonElement element)
    {
        double price = element.GetDouble();
        return price >= 0 && double.IsFinite(price) ? price : throw Invalid(where, $"instructionPrice is {price}");
    }

    private static T Value<T>(string where, JsonElement element)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Name(candidate) == element.GetString())
            {
                return candidate;
            }
        }

        throw Invalid(where, $"'{element.GetString()}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Name))}");
    }

    private static EdgeException Invalid(string where, string what) =>
        new(DiagnosticId.RecipeInvalid, where, what, "write one with --save-recipe, or see docs/quantization.md");
}
