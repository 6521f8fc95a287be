using Edge.Firmware.Board;

namespace Edge.Tests.Int8.App
{
    /// <summary>Keeps what was sent to the host.</summary>
    internal sealed class RecordingLink : IHostLink
    {
        private string _sent = "";

        /// <inheritdoc />
        public bool Write(byte[] data, int count)
        {
            var text = new char[count];
            for (int i = 0; i < count; i++)
            {
                text[i] = (char)data[i];
            }

            _sent += new string(text);
            return true;
        }

        /// <summary>What was sent since the last call.</summary>
        public string Take()
        {
            string sent = _sent;
            _sent = "";
            return sent;
        }

        /// <summary>ASCII text as bytes.</summary>
        public static byte[] Bytes(string text)
        {
            var bytes = new byte[text.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)text[i];
            }

            return bytes;
        }
    }
}
