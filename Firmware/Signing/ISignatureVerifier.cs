namespace Edge.Firmware.Signing
{
    /// <summary>Checks signatures with one public key. Firmware with a faster algorithm puts its own in place of <see cref="LmsVerifier"/>.</summary>
    internal interface ISignatureVerifier
    {
        /// <summary>First bytes of the SHA-256 of the public key, by which a manifest names it.</summary>
        byte[] KeyId { get; }

        /// <summary>Bytes of every signature of this key.</summary>
        int SignatureLength { get; }

        /// <summary>Number of the one-time key that a signature claims to be made with.</summary>
        /// <param name="signature">Holds <see cref="SignatureLength"/> bytes.</param>
        /// <param name="index">First byte of the signature.</param>
        /// <returns>The number, or -1 when the algorithm has no such keys.</returns>
        int LeafOf(byte[] signature, int index);

        /// <summary>Checks a signature. Never throws for what the bytes say.</summary>
        /// <param name="message">Holds the message.</param>
        /// <param name="messageLength">Bytes of the message, from index 0.</param>
        /// <param name="signature">Holds <see cref="SignatureLength"/> bytes.</param>
        /// <param name="index">First byte of the signature.</param>
        bool Verify(byte[] message, int messageLength, byte[] signature, int index);
    }
}
