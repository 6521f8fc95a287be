namespace Edge.ModelTools.Profiling;

/// <summary>The builds of the interpreter that the cost table was measured on; the order is that of the table's figures.</summary>
internal enum CostColumn
{
    /// <summary>x86-64, -O3. The reference: budgets and predictions use it.</summary>
    O3X64 = 0,

    /// <summary>x86-64, -Os with source-level debugging, as stock ESP32 firmware is configured.</summary>
    OsDebugX64 = 1,

    /// <summary>The same in 32 bits, with heap blocks of 12 bytes as on ESP32.</summary>
    OsDebugI386 = 2,
}
