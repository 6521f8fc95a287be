using System.Collections.Generic;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Lowering;

/// <summary>A quantized network in the runtime's terms, before scheduling: what is computed, not where or when.</summary>
internal sealed class DeviceProgram
{
    /// <summary>Makes a program.</summary>
    public DeviceProgram(string name, RoundingMode rounding, DeviceTensor input)
    {
        Name = name;
        Rounding = rounding;
        Input = input;
    }

    public string Name { get; }

    public RoundingMode Rounding { get; }

    public DeviceTensor Input { get; }

    public List<DeviceTensor> Outputs { get; } = [];

    public List<SourceInterface> SourceOutputs { get; } = [];

    public required SourceInterface SourceInput { get; init; }

    /// <summary>What the input is made of when the source model has several inputs; else empty.</summary>
    public List<(DeviceTensor Tensor, SourceInterface Source)> Parts { get; } = [];

    /// <summary>Class labels, or empty.</summary>
    public string[] Labels { get; set; } = [];

    /// <summary>real = PixelScale[c] * pixel + PixelOffset[c], or null when unknown.</summary>
    public float[]? PixelScale { get; set; }

    public float[]? PixelOffset { get; set; }

    /// <summary>The model takes blue first; what it is fed with is red first.</summary>
    public bool IsBlueFirst { get; set; }

    /// <summary>JSON for tools, stored in the blob's info section.</summary>
    public string RecipeJson { get; set; } = string.Empty;

    /// <summary>Operators in topological order.</summary>
    public List<DeviceOperator> Operators { get; } = [];

    /// <summary>All activations and constants, in the order of their numbers.</summary>
    public List<DeviceTensor> Tensors { get; } = [];

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long Macs
    {
        get
        {
            long macs = 0;
            foreach (DeviceOperator op in Operators)
            {
                macs += op.Macs;
            }

            return macs;
        }
    }

    /// <summary>Numbers operators and tensors; called once, when all operators are there.</summary>
    public void Number()
    {
        Tensors.Clear();
        Register(Input);
        for (int i = 0; i < Operators.Count; i++)
        {
            Operators[i].Id = i;
            foreach (DeviceTensor input in Operators[i].Inputs)
            {
                Register(input);
            }

            Register(Operators[i].Output);
        }
    }

    private void Register(DeviceTensor tensor)
    {
        if (tensor.Id >= 0 && tensor.Id < Tensors.Count && Tensors[tensor.Id] == tensor)
        {
            return;
        }

        tensor.Id = Tensors.Count;
        Tensors.Add(tensor);
    }
}
