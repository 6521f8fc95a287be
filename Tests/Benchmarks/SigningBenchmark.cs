using System;
using System.IO;
using System.Linq;
using Edge.Firmware.Signing;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Signing;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace Edge.Benchmarks;

/// <summary>Weighted instructions of verifying a model on a board: hash of the model, and signature of its manifest.</summary>
internal static class SigningBenchmark
{
    /// <summary>The model that the figures are stated for.</summary>
    public const int ModelBytes = 80 * 1024;

    private const double Million = 1e6;
    private const int IdentifierBytes = 16;
    private const int SeedBytes = 32;
    private const int LeafNumber = 3;
    private static readonly string[] s_boards = ["esp32", "esp32s3", "esp32c3"];

    /// <summary>Counts and prints.</summary>
    /// <param name="output">Receives the table.</param>
    public static void Print(TextWriter output)
    {
        (double hash, double signature) = Count(CostColumn.O3X64, ModelBytes);
        Line(output, $"BLAKE2b of {ModelBytes} bytes", hash);
        output.WriteLine($"  per byte: {hash / ModelBytes:F0}");
        Line(output, "signature, LMS H10 W4", signature);
        Line(output, "together", hash + signature);
        foreach (CostColumn column in new[] { CostColumn.OsDebugX64, CostColumn.OsDebugI386 })
        {
            (double otherHash, double otherSignature) = Count(column, ModelBytes);
            output.WriteLine($"  together, {column}: {(otherHash + otherSignature) / Million:F1} M");
        }

        Line(output, $"SHA-256 of {ModelBytes} bytes, which no board computes", CountSha256());
        Line(output, "signature, LMS H10 W4, without a chosen salt", CountPlain(LMOtsParameters.sha256_n32_w4));
        Line(output, "signature, LMS H10 W8, without a chosen salt", CountPlain(LMOtsParameters.sha256_n32_w8));
    }

    /// <summary>Counts the parts.</summary>
    /// <param name="column">Build of the interpreter.</param>
    /// <param name="modelBytes">Size of the model.</param>
    /// <returns>hash of the model, and signature of its manifest.</returns>
    public static (double Hash, double Signature) Count(CostColumn column, int modelBytes)
    {
        CountedAssemblies assemblies = Load();
        var counter = new CostCounter(assemblies, column);
        byte[] model = Model(modelBytes);
        byte[] hash = (byte[])assemblies.Invoke(typeof(SigningWork).FullName!, nameof(SigningWork.Hash), model)!;
        double hashed = counter.WeighNow();
        if (!hash.AsSpan().SequenceEqual(ModelDigest.Of(model)))
        {
            throw new InvalidDataException("the counted hash is wrong");
        }

        var key = new PrivateKey(new byte[IdentifierBytes], new byte[SeedBytes]);
        SignatureBlock block = ModelSigner.Sign(key, LeafNumber, 1, model, new SignOptions());
        Verify(assemblies, key.Public.Bytes, block.Bytes[..ModelManifest.Length], block.Bytes[ModelManifest.Length..]);
        return (hashed, counter.WeighNow() - hashed);
    }

    private static double CountSha256()
    {
        CountedAssemblies assemblies = Load();
        assemblies.Invoke(typeof(SigningWork).FullName!, nameof(SigningWork.HashSha256), Model(ModelBytes));
        return new CostCounter(assemblies).WeighNow();
    }

    private static byte[] Model(int bytes)
    {
        return [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 37 >> 3))];
    }

    private static double CountPlain(LMOtsParameters digits)
    {
        CountedAssemblies assemblies = Load();
        byte[] message = new byte[ModelManifest.Length];
        LmsPrivateKeyParameters key = Lms.GenerateKeys(LMSigParameters.lms_sha256_n32_h10, digits, LeafNumber, new byte[IdentifierBytes], new byte[SeedBytes]);
        Verify(assemblies, key.GetPublicKey().GetEncoded(), message, Lms.GenerateSign(key, message).GetEncoded());
        return new CostCounter(assemblies).WeighNow();
    }

    private static CountedAssemblies Load()
    {
        return CountedAssemblies.Load([typeof(LmsVerifier).Assembly.Location], typeof(SigningBenchmark).Assembly.Location);
    }

    private static void Verify(CountedAssemblies assemblies, byte[] publicKey, byte[] message, byte[] signature)
    {
        if (!(bool)assemblies.Invoke(typeof(SigningWork).FullName!, nameof(SigningWork.Verify), publicKey, message, signature)!)
        {
            throw new InvalidDataException("the counted signature does not hold");
        }
    }

    private static void Line(TextWriter output, string what, double weighted)
    {
        output.Write($"{what}: {weighted / Million:F1} M weighted instructions");
        foreach (Board board in NfTools.Load().Boards.Where(board => s_boards.Contains(board.Name)))
        {
            output.Write($"; {board.Name} about {weighted * board.NsPerInstruction / Million:F0} ms (estimated)");
        }

        output.WriteLine();
    }
}
