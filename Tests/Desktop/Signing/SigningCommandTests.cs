using System;
using System.IO;
using System.Text.Json;
using Edge.ModelTools.Signing;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Signing;

[TestClass]
[DoNotParallelize]
public sealed class SigningCommandTests
{
    [TestMethod]
    public void Key_is_made_model_signed_and_verified_and_bad_input_is_one_line()
    {
        string folder = Directory.CreateTempSubdirectory("edge-sign-").FullName;
        string? before = Environment.GetEnvironmentVariable(LeafLedger.FolderVariable);
        Environment.SetEnvironmentVariable(LeafLedger.FolderVariable, Path.Combine(folder, "machine"));
        try
        {
            string key = Path.Combine(folder, "owner");
            string model = Path.Combine(folder, "tiny.edge8");
            File.WriteAllBytes(model, TinyModel.Blob());
            StringAssert.Contains(Good("key", "new", key), "owner.key: the secret");
            Fails("EDGE8100", "key", "new", key + ".key");
            Fails("EDGE0001", "verify", model, "--key", key + ".pub");

            StringAssert.Contains(Good("sign", model, "--key", key + ".key", "--board", "esp32s3"), "version 1,");
            StringAssert.Contains(Good("verify", model, "--key", key + ".pub"), "good; version 1,");
            using JsonDocument json = JsonDocument.Parse(Good("verify", model, "--key", key + ".pub", "--json"));
            Assert.AreEqual("esp32s3", json.RootElement.GetProperty("manifest").GetProperty("chip").GetString());
            using JsonDocument signed = JsonDocument.Parse(Good("sign", model, "--key", key, "--version", "9", "-o", Path.Combine(folder, "s"), "--json"));
            Assert.AreEqual(1, signed.RootElement.GetProperty("leaf").GetInt32());
            Good("verify", model, "--key", key + ".pub", "--signature", Path.Combine(folder, "s"));

            Fails("EDGE8107", "sign", model, "--key", key, "--version", "9");
            Fails("EDGE0005", "sign", model, "--key", key, "--skip-leaves", "-1");
            Fails("EDGE0013", "sign", model, "--key", key, "-o", model);
            Fails("EDGE0013", "sign", model, "--key", key, "-o", key + ".state");
            File.WriteAllText(Path.Combine(folder, "bad.key"), "no key");
            Fails(OperatingSystem.IsWindows() ? "EDGE8101" : "EDGE8102", "sign", model, "--key", Path.Combine(folder, "bad.key"));
            File.AppendAllText(model + ".sig", "x");
            Fails("EDGE8109", "verify", model, "--key", key + ".pub");
            File.WriteAllBytes(model, TinyModel.Blob("other"));
            Fails("EDGE8111", "verify", model, "--key", key + ".pub");
        }
        finally
        {
            Environment.SetEnvironmentVariable(LeafLedger.FolderVariable, before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Good(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        return output;
    }

    private static void Fails(string id, params string[] arguments)
    {
        (int code, _, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(CommandLine.CodeOf(id), code, error);
        StringAssert.StartsWith(error, "error " + id);
        Assert.AreEqual(1, error.TrimEnd().Split('\n').Length, error);
    }
}
