using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Execution;

/// <summary>Reads and writes .edge8 files.</summary>
internal static class BlobFile
{
    /// <summary>Reads the bytes of a blob.</summary>
    /// <exception cref="EdgeException">Missing, unreadable or too large.</exception>
    public static byte[] Read(string path)
    {
        InputFile.Require(path);
        try
        {
            long length = new FileInfo(path).Length;
            if (length > BlobFormat.MaxBlobBytes)
            {
                throw new EdgeException(DiagnosticId.BlobTooLarge, path, $"{length} bytes, blobs have at most {BlobFormat.MaxBlobBytes}", "convert the model anew");
            }

            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, exception.Message, "check its permissions");
        }
    }

    /// <summary>Loads a blob with all the checks of the device.</summary>
    /// <exception cref="EdgeException">The blob is damaged; the message has the runtime's code.</exception>
    public static Int8Model Load(string path, byte[] blob, KernelSet kernels)
    {
        try
        {
            Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), kernels);
            _ = BlobInfo.Read(model, blob, path);
            return model;
        }
        catch (ModelFormatException exception)
        {
            throw new EdgeException(
                DiagnosticId.BlobInvalid,
                path,
                ModelErrorText.Of(exception),
                "copy the file again or convert the model anew",
                exception);
        }
    }
}
