using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Edge.Firmware.Signing;
using Edge.ModelTools.Diagnostics;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace Edge.ModelTools.Signing;

// LMS_SHA256_M32_H10 with LMOTS_SHA256_N32_W4: 1,024 signatures of 2,508 bytes. W8 would save 1,056 bytes of them and cost the board
// seven times the hashes (docs/security.md has both counts).

/// <summary>The secret of a key. It signs; that a leaf is used once is <see cref="LeafLedger"/>'s business.</summary>
internal sealed class PrivateKey
{
    /// <summary>Signatures that a key can give.</summary>
    public const int Leaves = 1024;

    private const string Header = "edge private key 1, LMS_SHA256_M32_H10, LMOTS_SHA256_N32_W4; whoever has it signs models";
    private const string IdentifierName = "identifier";
    private const string SeedName = "seed";
    private const int IdentifierLength = 16;
    private const int SeedLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly byte[] _identifier;
    private readonly byte[] _seed;

    /// <summary>Makes the key of a seed.</summary>
    /// <param name="identifier">16 bytes.</param>
    /// <param name="seed">32 secret bytes.</param>
    public PrivateKey(byte[] identifier, byte[] seed)
    {
        _identifier = identifier;
        _seed = seed;
        Public = PublicKey.Of(Generate(0).GetPublicKey().GetEncoded())!;
    }

    /// <summary>The public key.</summary>
    public PublicKey Public { get; }

    /// <summary>A new key, from the system's random numbers.</summary>
    public static PrivateKey Create()
    {
        return new PrivateKey(RandomNumberGenerator.GetBytes(IdentifierLength), RandomNumberGenerator.GetBytes(SeedLength));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="EdgeException">It is none, or others may read or write it.</exception>
    public static PrivateKey Read(string path)
    {
        string[] lines = TextLines.Read(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new EdgeException(DiagnosticId.KeyExposed, path, "others than its owner may read or write it", "chmod 600 it; if somebody may have taken it, make a new key");
        }

        byte[]? identifier = lines.Length == 3 && lines[0] == Header ? TextLines.Hex(lines[1], IdentifierName, IdentifierLength) : null;
        byte[]? seed = identifier is null ? null : TextLines.Hex(lines[2], SeedName, SeedLength);
        return seed is null
            ? throw new EdgeException(DiagnosticId.KeyInvalid, path, "this is no private key", "give the .key file that edge key new wrote")
            : new PrivateKey(identifier!, seed);
    }

    /// <summary>Writes a new file, for its owner only.</summary>
    /// <exception cref="IOException">It exists or cannot be written.</exception>
    public void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        string text = $"{Header}\n{IdentifierName} {Convert.ToHexStringLower(_identifier)}\n{SeedName} {Convert.ToHexStringLower(_seed)}\n";
        using var stream = new FileStream(path, options);
        try
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Makes a leaf ready to sign.</summary>
    /// <param name="leaf">A leaf that has never signed anything.</param>
    public LeafSigner Open(int leaf)
    {
        return new LeafSigner(Generate(leaf), Public.Verifier);
    }

    private LmsPrivateKeyParameters Generate(int leaf)
    {
        return Lms.GenerateKeys(LMSigParameters.lms_sha256_n32_h10, LMOtsParameters.sha256_n32_w4, leaf, _identifier, _seed);
    }
}
