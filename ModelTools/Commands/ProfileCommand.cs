using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge profile</c>: executed IL, predicted time and energy of an inference on a board, without the board.</summary>
internal static class ProfileCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        string boards = string.Join(", ", NfTools.Load().Boards.Select(each => each.Name));
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8)." };
        var board = new Option<string>("--board") { Description = $"Board to predict: {boards}; with {BoardChoice.NativeSuffix} behind it, firmware of your own with native kernels.", Required = true, HelpName = "BOARD" };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.DeviceNames)}, or {KernelSets.Native} for firmware of your own.", DefaultValueFactory = _ => KernelSets.DeviceDefault };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("profile", "Predict time and energy on a board by counting the IL that runs. All figures are estimated.") { model, board, kernels, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            var choice = BoardChoice.Parse(parsed.GetValue(board));
            Board profiledBoard = NfTools.Load().Find(choice.Name!);
            string kernelName = choice.IsNative ? KernelSets.Native : parsed.GetValue(kernels)!;
            InferenceProfile profile = kernelName == KernelSets.Native
                ? NativeProfiler.Profile(path, BlobFile.Read(path), profiledBoard)
                : ModelProfiler.Profile(path, BlobFile.Read(path), kernelName);
            var report = new ProfileReport(Path.GetFileNameWithoutExtension(path), kernelName, profile, profiledBoard);
            if (parsed.GetValue(json))
            {
                ProfileJson.Write(report, Console.Out);
            }
            else
            {
                ProfileText.Print(report, CommandConsole.Create());
            }

            return 0;
        });
        return command;
    }
}
