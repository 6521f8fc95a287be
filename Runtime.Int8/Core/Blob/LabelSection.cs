using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Class labels of a blob: checked when it is loaded, read one at a time when they are asked for, never held.</summary>
    internal sealed class LabelSection
    {
        private readonly WeightSource _source;
        private readonly BlobSections _sections;

        /// <summary>Reads labels of a blob.</summary>
        public LabelSection(WeightSource source, BlobSections sections)
        {
            _source = source;
            _sections = sections;
        }

        private bool IsEmpty
        {
            get { return _sections.Size(BlobFormat.SectionLabels) == 0; }
        }

        /// <summary>Decodes all labels, so that <see cref="Read"/> cannot fail later.</summary>
        /// <exception cref="ModelFormatException">The section is damaged.</exception>
        public void Check()
        {
            if (IsEmpty)
            {
                return;
            }

            byte[] bytes = _sections.Read(_source, BlobFormat.SectionLabels);
            ByteCursor cursor = new ByteCursor(bytes, bytes.Length, _sections.Offset(BlobFormat.SectionLabels));
            int count = cursor.ReadRange(0, BlobFormat.MaxDimension);
            for (int i = 0; i < count; i++)
            {
                cursor.ReadString();
            }

            cursor.RequireEnd();
        }

        /// <summary>Number of labels.</summary>
        public int Count()
        {
            return IsEmpty ? 0 : Open().ReadUnsigned();
        }

        /// <summary>A label, or null when there is none of that number.</summary>
        public string Read(int index)
        {
            if (IsEmpty)
            {
                return null;
            }

            ByteCursor cursor = Open();
            int count = cursor.ReadUnsigned();
            if (index < 0 || index >= count)
            {
                return null;
            }

            string label = null;
            for (int i = 0; i <= index; i++)
            {
                label = cursor.ReadString();
            }

            return label;
        }

        private ByteCursor Open()
        {
            int size = _sections.Size(BlobFormat.SectionLabels);
            byte[] bytes = new byte[size];
            int position = _sections.Offset(BlobFormat.SectionLabels);
            size = _source.Read(position, bytes, 0, size);
            return new ByteCursor(bytes, size, position);
        }
    }
}
