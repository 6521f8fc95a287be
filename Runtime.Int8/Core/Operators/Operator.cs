using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// What the runtime knows of an operator: how its record is decoded and checked, which input rows an output row needs, what it reads
    /// from the weights section, and its reference kernel. One class for each code of <see cref="OpCode"/>, listed in
    /// <see cref="OperatorTable"/>; kernel sets may have something faster than <see cref="Run"/>.
    /// </summary>
    internal abstract class Operator
    {
        /// <summary>Name for reports.</summary>
        public abstract string Name { get; }

        /// <summary>Number of inputs.</summary>
        public virtual int InputCount
        {
            get { return 1; }
        }

        /// <summary>Whether the output may lie over an input that nobody else reads: element i depends on element i only.</summary>
        public virtual bool CanRunInPlace
        {
            get { return false; }
        }

        /// <summary>Whether a table of 256 entries may follow the result.</summary>
        public virtual bool TakesTable
        {
            get { return false; }
        }

        /// <summary>Whether <see cref="FirstRow"/> and <see cref="LastRow"/> depend on numbers of the weights section, which are loaded then.</summary>
        public virtual bool HasRowMap
        {
            get { return false; }
        }

        /// <summary>Reads the fields of its own behind those of every stage, whose inputs and output are set.</summary>
        /// <exception cref="ModelFormatException">A number is outside its range.</exception>
        public virtual void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
        }

        /// <summary>Whether inputs, output and attributes fit each other.</summary>
        public virtual bool IsShapeValid(Stage stage)
        {
            return true;
        }

        /// <summary>Whether multipliers and shifts that belong to the operator as a whole lie where kernels can count on them.</summary>
        public virtual bool IsQuantizationValid(Stage stage)
        {
            return true;
        }

        /// <summary>First row of input <paramref name="index"/> that output row <paramref name="oy"/> needs; may lie above the image.</summary>
        public virtual int FirstRow(Stage stage, int index, int oy)
        {
            return stage.Inputs[index].Height == 1 ? 0 : oy;
        }

        /// <summary>Last such row; may lie below the image.</summary>
        public virtual int LastRow(Stage stage, int index, int oy)
        {
            return FirstRow(stage, index, oy);
        }

        /// <summary>Multiply-accumulates, or elements where it has none: what a run takes, for the limits of the loader.</summary>
        public virtual long Work(Stage stage)
        {
            return (long)stage.Output.Height * stage.Output.RowBytes;
        }

        /// <summary>Bytes in the weights section, a table that follows not counted.</summary>
        public virtual long WeightBytes(Stage stage)
        {
            return 0;
        }

        /// <summary>Ints of the parameter pool.</summary>
        public virtual int ParameterInts(Stage stage)
        {
            return 0;
        }

        /// <summary>Reads what the operator keeps for a whole group.</summary>
        public virtual void Load(Stage stage, WeightWindow window)
        {
        }

        /// <summary>Checks the values in the weights section that kernels rely on; its bytes and parameters have their place.</summary>
        /// <returns>What is wrong, or None.</returns>
        public virtual ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            return ModelError.None;
        }

        /// <summary>The reference kernel of an operator that no kernel set has a method for: output rows first to first + count - 1.</summary>
        public virtual void Run(Stage stage, int first, int count)
        {
        }
    }
}
