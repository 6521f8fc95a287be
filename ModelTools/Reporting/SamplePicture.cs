using Edge.ModelTools.Data;

namespace Edge.ModelTools.Reporting;

/// <summary>A sample of a data set as a picture that lies in the page.</summary>
/// <param name="Source">The picture, as an address that holds it.</param>
/// <param name="Caption">What it is and what it was taken for.</param>
internal sealed record SamplePicture(string Source, string Caption)
{
    private const int MostChannels = 3;

    /// <summary>Whether the samples of a data set are pictures: bytes, grey or in colour.</summary>
    public static bool IsPicture(Dataset dataset)
    {
        return dataset.ElementType == ElementType.UInt8 && dataset.Shape.Length == 3 && dataset.Shape[2] is 1 or MostChannels;
    }

    /// <summary>Makes the picture of a sample.</summary>
    public static SamplePicture Of(Dataset dataset, int index, string caption)
    {
        return new SamplePicture(PictureAddress.Of(dataset.ReadRaw(index), dataset.Shape[0], dataset.Shape[1]), caption);
    }
}
