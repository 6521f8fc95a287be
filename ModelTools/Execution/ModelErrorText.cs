using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>Sentences for the runtime's error codes.</summary>
internal static class ModelErrorText
{
    /// <summary>What is wrong with a blob, and where.</summary>
    public static string Of(ModelFormatException exception)
    {
        string stage = exception.Stage < 0 ? string.Empty : $" in group {exception.Group}, stage {exception.Stage}";
        return $"{Sentence(exception.Error)}{stage} at byte {exception.Offset} (code {(int)exception.Error})";
    }

    private static string Sentence(ModelError error)
    {
        return error switch
        {
            ModelError.BadMagic => "this is not an .edge8 blob",
            ModelError.UnsupportedVersion => "the blob has a format version that this runtime does not read",
            ModelError.Truncated => "the blob ends too early",
            ModelError.BadSection => "the section table is damaged",
            ModelError.BadChecksum => "a checksum does not match",
            ModelError.BadValue => "a number is outside its range",
            ModelError.UnknownOperator => "an operator code is unknown",
            ModelError.BadShape => "an operator's shapes do not fit each other",
            ModelError.BadPlacement => "a buffer lies outside its bank",
            ModelError.Overlap => "two buffers that are alive at the same time overlap",
            ModelError.ReadBeforeWrite => "an operator reads rows that nobody has written",
            ModelError.RingTooShallow => "an operator reads a row that its ring no longer holds",
            ModelError.BadWeights => "weights lie outside their section, or not in the order in which they are used",
            ModelError.WindowTooSmall => "a block of weights is larger than the window",
            ModelError.PoolTooSmall => "an operator needs more parameters or accumulators than are reserved",
            ModelError.BadQuantization => "a multiplier, shift or scale is outside its range",
            ModelError.ArrayTooLarge => "an array would be larger than 30 KB",
            ModelError.TrailingBytes => "a section is longer than its contents",
            ModelError.LaneOverflow => "weights exceed the lane bound that the blob claims",
            ModelError.OverLimit => "the blob asks for more rows, multiply-accumulates or memory than is allowed",
            ModelError.ScratchTooSmall => "the kernels need more scratch memory for an operator than the blob reserves",
            ModelError.SelfTestFailed => "the self-test does not give what the blob promises",
            ModelError.HeadroomMissing => "the heap has no room for the stack frames of an inference",
            ModelError.ReadAfterOverwrite => "an operator reads rows that another tensor has been written over",
            ModelError.NoPowersOfTwo => "an operator claims multipliers that are powers of two, but is no convolution with single rounding, or a channel has another one, or sums that have no place in the table of results",
            ModelError.NoZerosToSkip => "an operator claims zeros to skip, but is no Conv2D, or its input's zeros are not stored as 0",
            _ => "the blob is damaged",
        };
    }
}
