using System;
using System.Collections.Generic;
using Edge.ModelTools.Lowering;

namespace Edge.Benchmarks.Networks;

/// <summary>Networks of published shapes, with random weights.</summary>
internal static class PublishedShapes
{
    private const int Classes = 1000;

    /// <summary>The networks by name.</summary>
    public static IReadOnlyDictionary<string, Func<DeviceProgram>> All { get; } = new Dictionary<string, Func<DeviceProgram>>
    {
        ["MobileNetV2-0.35-144"] = () => MobileNetV2("MobileNetV2-0.35-144", 144, 16, [8, 8, 16, 24, 32, 56, 112]),
        ["MCUNet-320K-176"] = McuNet320K,
        ["MobileNetV3-Small-224"] = MobileNetV3Small,
        ["MobileNetV2-1.0-224"] = () => MobileNetV2("MobileNetV2-1.0-224", 224, 32, [16, 24, 32, 64, 96, 160, 320]),
    };

    /// <summary>Sandler et al., table 2, expansion 6 (the first block: none).</summary>
    private static DeviceProgram MobileNetV2(string name, int size, int first, int[] channels)
    {
        int[] repeats = [1, 2, 3, 4, 3, 3, 1];
        int[] strides = [1, 2, 2, 2, 1, 2, 1];
        RandomNetwork network = new RandomNetwork(name, size).Convolve(first, 3, 2);
        for (int stage = 0; stage < channels.Length; stage++)
        {
            for (int i = 0; i < repeats[stage]; i++)
            {
                network.Block(network.Last.Channels * (stage == 0 ? 1 : 6), channels[stage], 3, i == 0 ? strides[stage] : 1);
            }
        }

        return network.Convolve(1280).Mean().Convolve(Classes).Finish();
    }

    /// <summary>Howard et al., table 2.</summary>
    private static DeviceProgram MobileNetV3Small()
    {
        return new RandomNetwork("MobileNetV3-Small-224", 224).Convolve(16, 3, 2, hasTable: true)
            .Block(16, 16, 3, 2, squeezed: 8)
            .Block(72, 24, 3, 2)
            .Block(88, 24)
            .Block(96, 40, 5, 2, hasTable: true, squeezed: 24)
            .Block(240, 40, 5, 1, hasTable: true, squeezed: 64)
            .Block(240, 40, 5, 1, hasTable: true, squeezed: 64)
            .Block(120, 48, 5, 1, hasTable: true, squeezed: 32)
            .Block(144, 48, 5, 1, hasTable: true, squeezed: 40)
            .Block(288, 96, 5, 2, hasTable: true, squeezed: 72)
            .Block(576, 96, 5, 1, hasTable: true, squeezed: 144)
            .Block(576, 96, 5, 1, hasTable: true, squeezed: 144)
            .Convolve(576, hasTable: true).Mean().Convolve(1024, hasTable: true).Convolve(Classes).Finish();
    }

    /// <summary>MCUNet for 320 KB of SRAM and 1 MB of flash, ImageNet.</summary>
    private static DeviceProgram McuNet320K()
    {
        return new RandomNetwork("MCUNet-320K-176", 176).Convolve(16, 3, 2)
            .Block(16, 8)
            .Block(24, 16, 7, 2)
            .Block(80, 16).Block(80, 16, 7).Block(64, 16, 5)
            .Block(80, 24, 5, 2).Block(120, 24, 5).Block(120, 24, 5)
            .Block(120, 40, 3, 2).Block(240, 40, 7).Block(160, 40, 5)
            .Block(200, 48, 5).Block(240, 48, 7).Block(240, 48)
            .Block(288, 96, 3, 2).Block(480, 96, 7).Block(384, 96).Block(480, 160, 7)
            .Mean().Convolve(Classes).Finish();
    }
}
