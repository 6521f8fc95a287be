using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Reporting;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>A conversion that has its blob.</summary>
/// <param name="Id">Number of the conversion.</param>
/// <param name="FileName">Name of its blob.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Request">What the page asked for.</param>
/// <param name="Result">What came out.</param>
/// <param name="Report">What its report shows.</param>
/// <param name="Notes">Remarks and warnings on the way.</param>
internal sealed record FinishedConversion(
    int Id, string FileName, ConversionOptions Options, ConversionRequest Request, ConversionResult Result, ReportContent Report, IReadOnlyList<string> Notes)
{
    /// <summary>Name without ending, for downloads.</summary>
    public string BaseName => Path.GetFileNameWithoutExtension(FileName);

    /// <summary>What other budgets would cost; counted when it is first asked for.</summary>
    public Lazy<Task<IReadOnlyList<BudgetPoint>>> Budgets { get; } = new(() => Task.Run(() => BudgetCurve.Count(FileName, Options, Result)));
}
