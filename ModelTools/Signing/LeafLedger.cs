using System;
using System.IO;
using System.Security.Cryptography;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Signing;

// A leaf that signs two messages gives the key away, so a leaf is spent before it signs. The list of spent leaves lies beside the key and a
// second time with the user's settings on this machine; both only ever grow, by a line that is on disk before anything is signed. Behind a
// crash the leaf is lost, not used again. The list that is ahead counts, so that neither an old copy of the key's folder nor one of the
// settings takes a leaf back. Both begin with a random name: a folder that was copied finds no list, or one of another name, over there.

/// <summary>Hands out the leaves of a key, each once.</summary>
internal sealed class LeafLedger
{
    /// <summary>Names the folder of the second list, for a home that is not kept.</summary>
    public const string FolderVariable = "EDGE_KEYS";

    private const int NameLength = 16;
    private const string Remedy = "a leaf that signs twice gives the key away: make a new key, or, knowing how many signatures may be missing here, add --skip-leaves with more than that";

    private readonly string _beside;
    private readonly string _own;
    private readonly string _keyId;

    /// <summary>Makes the ledger of a key.</summary>
    /// <param name="files">Where the key lies.</param>
    /// <param name="keyId">Its identity.</param>
    /// <param name="folder">Where this machine's lists lie.</param>
    public LeafLedger(KeyFiles files, string keyId, string folder)
    {
        _beside = files.State;
        _keyId = keyId;
        _own = Path.Combine(folder, keyId + KeyFiles.StateEnding);
    }

    /// <summary>Where a user's lists lie on this machine.</summary>
    public static string UserFolder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "edge", "keys");

    /// <summary>Starts both lists of a new key.</summary>
    /// <exception cref="IOException">One exists or cannot be written.</exception>
    public void Start()
    {
        string name = NewName();
        LeafList.Create(_own, _keyId, name);
        LeafList.Create(_beside, _keyId, name);
    }

    /// <summary>Takes back what <see cref="Start"/> wrote, for a key that could not be written.</summary>
    public void Discard()
    {
        foreach (string path in new[] { _own, _beside })
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Spends a leaf.</summary>
    /// <param name="skipped">Leaves to leave out first, after a list was lost; 0 for none.</param>
    /// <param name="chooseVersion">From the highest version that was signed, 0 for none, to the one that will be; may refuse.</param>
    /// <returns>The leaf, and the version that was chosen.</returns>
    /// <exception cref="EdgeException">A list is lost or in use, or the key was copied, or is used up.</exception>
    public (int Leaf, int Version) Spend(int skipped, Func<int, int> chooseVersion)
    {
        try
        {
            bool makes = skipped > 0;
            using LeafList own = LeafList.Open(_own, _keyId, makes);
            using LeafList beside = LeafList.Open(_beside, _keyId, makes);
            if (!makes)
            {
                RequireSame(own, beside);
            }

            long next = Math.Max(own.Next, beside.Next) + (long)skipped;
            if (next >= PrivateKey.Leaves)
            {
                throw new EdgeException(DiagnosticId.KeyUsedUp, _beside, $"all {PrivateKey.Leaves} signatures of this key are spent", "make a new key (edge key new) and an app that trusts it (edge pack --trust)");
            }

            int leaf = (int)next;
            int version = chooseVersion(Math.Max(own.LastVersion, beside.LastVersion));
            string name = own.Name ?? beside.Name ?? NewName();
            own.Append(name, _keyId, leaf, version);
            beside.Append(name, _keyId, leaf, version);
            return (leaf, version);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.KeyBusy, _beside, exception.Message, "wait for the other edge sign, or check permissions and disk; nothing was signed", exception);
        }
    }

    private void RequireSame(LeafList own, LeafList beside)
    {
        if (beside.Name is null)
        {
            throw new EdgeException(DiagnosticId.LeavesLost, _beside, "this key's list of spent leaves is missing or damaged", Remedy);
        }

        if (own.Name != beside.Name)
        {
            throw new EdgeException(DiagnosticId.KeyCopied, _beside, own.Name is null ? $"this machine has no list of this key ({_own})" : "this machine has another list of this key", Remedy);
        }
    }

    private static string NewName()
    {
        return Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameLength));
    }
}
