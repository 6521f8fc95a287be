using System;
using System.Linq;
using System.Reflection;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.Profiling;

[TestClass]
public sealed class CostTableTests
{
    private static readonly CostColumn[] s_columns = [CostColumn.O3X64, CostColumn.OsDebugX64, CostColumn.OsDebugI386];

    [TestMethod]
    public void Every_opcode_has_a_row_or_is_a_call()
    {
        OpCode[] all = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];
        Assert.IsGreaterThan(200, all.Length);
        foreach (OpCode opcode in all)
        {
            if (opcode.Code is Code.Call or Code.Callvirt or Code.Newobj)
            {
                continue;
            }

            foreach (StackKind kind in Enum.GetValues<StackKind>())
            {
                Assert.IsNotNull(CostTable.Embedded.Opcode(opcode.Name, kind).Row, opcode.Name);
            }
        }
    }

    [TestMethod]
    public void Every_row_is_charged_something_in_every_column_but_ret()
    {
        CostTable table = CostTable.Embedded;
        foreach (CostRow row in table.Rows.Where(row => row.Id != "ret"))
        {
            foreach (CostColumn column in s_columns)
            {
                Assert.IsGreaterThan(0, table.Net(row, column), $"{row.Id}, {column}");
            }
        }
    }

    // Worked out by hand from the figures of the table.
    [TestMethod]
    [DataRow("add.i4", 32, 42, 64)]
    [DataRow("call.value", 446 - 408 - 17, 551 - 473 - 31, 711 - 599 - 30)]
    [DataRow("call.virtual", 703 - 33 - 17 - 30 - 21 - 28, 865 - 63 - 31 - 52 - 47 - 47, 1152 - 88 - 30 - 67 - 82 - 86)]
    [DataRow("call.delegate", 525 - 33 - 17, 643 - 63 - 31, 846 - 88 - 30)]
    [DataRow("leave", 769 - 408 - 17 - 111, 963 - 473 - 31 - 144, 1232 - 599 - 30 - 227)]
    [DataRow("endfinally", 1173 - 408 - 17 - 111 - 17 - 111 - 233, 1413 - 473 - 31 - 144 - 31 - 144 - 315, 1824 - 599 - 30 - 227 - 30 - 227 - 376)]
    public void Net_cost_is_the_measured_statement_less_what_is_charged_by_itself(string row, double o3, double os64, double os32)
    {
        CostTable table = CostTable.Embedded;
        double[] net = [.. s_columns.Select(column => table.Net(table.Row(row), column))];
        CollectionAssert.AreEqual(new[] { o3, os64, os32 }, net);
    }

    [TestMethod]
    public void Net_cost_of_a_block_copy_holds_for_no_bytes()
    {
        CostTable table = CostTable.Embedded;
        CostRow copy = table.Row("native.copy");
        Assert.AreEqual(798 - (2 * 33) - (3 * 17) - (16 * 0.1007), table.Net(copy, CostColumn.O3X64), 1e-9);

        // The other end of the slope: 4096 bytes measured as 1209, 1358 and 2790.
        double[] measured = [1209, 1358, 2790];
        foreach (CostColumn column in s_columns)
        {
            Assert.AreEqual(measured[(int)column], copy.Cost[(int)column] + (4080 * copy.PerByte[(int)column]), 0.5);
        }
    }

    [TestMethod]
    public void Kind_of_the_operand_chooses_the_row()
    {
        CostTable table = CostTable.Embedded;
        Assert.AreEqual("div.i8", table.Opcode("div", StackKind.Int64).Row.Id);
        Assert.AreEqual("div.i4", table.Opcode("div", StackKind.Int32).Row.Id);
        Assert.AreEqual("ldloc.ref", table.Opcode("ldloc.0", StackKind.Small).Row.Id);
        Assert.AreEqual("ldloc", table.Opcode("ldloc.0", StackKind.Int64).Row.Id);
        Assert.IsTrue(table.Opcode("ldarg.s", StackKind.Int32).IsNearest);
        Assert.IsFalse(table.Opcode("ldloc.s", StackKind.Int32).IsNearest);
    }
}
