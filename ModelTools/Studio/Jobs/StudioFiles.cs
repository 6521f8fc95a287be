using System;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>The files that the studio may read: those of the working folder, those that were dropped, the model of the command line.</summary>
internal sealed class StudioFiles : IDisposable
{
    /// <summary>Makes the files of a studio.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="givenModel">Path of the model that the command line names, or null; it may lie anywhere.</param>
    /// <exception cref="EdgeException">Folder or model is not there.</exception>
    public StudioFiles(string folder, string? givenModel)
    {
        Folder = new WorkingFolder(folder);
        if (givenModel is not null)
        {
            InputFile.Require(givenModel);
            GivenModel = Path.GetFullPath(givenModel);
        }
    }

    /// <summary>The working folder.</summary>
    public WorkingFolder Folder { get; }

    /// <summary>What was dropped.</summary>
    public UploadFolder Uploads { get; } = new();

    /// <summary>Path of the model that the command line named, or null.</summary>
    public string? GivenModel { get; }

    /// <summary>The full path of a choice.</summary>
    /// <exception cref="EdgeException">It is not there, or not for the page.</exception>
    public string Resolve(FileChoice choice)
    {
        if (choice.IsGiven)
        {
            return GivenModel ?? throw new EdgeException(DiagnosticId.StudioNotFound, "model", "the command line named no model", "choose one");
        }

        return choice.Upload is null ? Folder.Resolve(choice.Path)
            : choice.Path.Length == 0 ? Uploads.PathOf(choice.Upload)
            : Uploads.PathOf(choice.Upload, choice.Path);
    }

    /// <inheritdoc/>
    public void Dispose() => Uploads.Dispose();
}
