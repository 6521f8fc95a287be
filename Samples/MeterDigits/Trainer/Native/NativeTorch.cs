using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Edge.MeterDigits.Trainer.Native;

/// <summary>
/// Makes TorchSharp loadable on Linux systems whose libstdc++ is older than GCC 13's, such as Debian 12.
/// libLibTorchSharp.so (0.107) asks for version GLIBCXX_3.4.32 for the sake of one symbol, std::ios_base_library_init(),
/// which makes sure that std::cout exists; libtorch, loaded before it, has done so already.
/// </summary>
internal static class NativeTorch
{
    private const string Library = "libLibTorchSharp.so";

    /// <summary>Call before the first use of TorchSharp. Does nothing where the library loads as it is.</summary>
    /// <exception cref="InvalidOperationException">The library neither loads nor has the fault that is mended here.</exception>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
        {
            // Torch's threads otherwise spin while they wait, which is several times slower when others use the cores too.
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 0);
        }
        string file = Path.Combine(AppContext.BaseDirectory, Library);
        if (!OperatingSystem.IsLinux() || !File.Exists(file) || NativeLibrary.TryLoad(file, out _))
        {
            return;
        }
        byte[] image = File.ReadAllBytes(file);
        if (!SymbolVersionPatch.Apply(image, "GLIBCXX_3.4.32", "_ZSt21ios_base_library_initv", "_ZNSt6chrono3_V212steady_clock3nowEv"))
        {
            NativeLibrary.Load(file); // throws, and says what is missing
        }
        // A new file: the old one may be shared with the package cache.
        string patched = file + ".patched";
        File.WriteAllBytes(patched, image);
        File.Move(patched, file, overwrite: true);
        NativeLibrary.Load(file);
    }

    // The process's own environment: .NET's copy isn't seen by native code.
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
