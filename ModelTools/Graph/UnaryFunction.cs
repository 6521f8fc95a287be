namespace Edge.ModelTools.Graph;

/// <summary>Elementwise functions. Alpha and Beta are the parameters of <see cref="UnaryAttributes"/>.</summary>
internal enum UnaryFunction
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>min(max(x, -1), 1).</summary>
    ReluN1To1,

    /// <summary>min(max(x, Alpha), Beta).</summary>
    Clip,

    /// <summary>x &gt;= 0 ? x : Alpha * x.</summary>
    LeakyRelu,

    /// <summary>x * min(max(x + 3, 0), 6) / 6.</summary>
    HardSwish,

    /// <summary>min(max(Alpha * x + Beta, 0), 1); MobileNetV3: Alpha = 1/6, Beta = 1/2.</summary>
    HardSigmoid,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x / (1 + e^-x).</summary>
    Silu,

    /// <summary>tanh(x).</summary>
    Tanh,

    /// <summary>x &gt;= 0 ? x : Alpha * (e^x - 1).</summary>
    Elu,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>-x.</summary>
    Neg,

    /// <summary>x to the power of Alpha; 0 where that has no value.</summary>
    Power,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>Natural logarithm; of the smallest positive float where x is not positive.</summary>
    Log,

    /// <summary>Error function.</summary>
    Erf,

    /// <summary>x * (1 + erf(x / sqrt(2))) / 2.</summary>
    Gelu,

    /// <summary>x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2.</summary>
    GeluTanh,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>Beta * (x &gt; 0 ? x : Alpha * (e^x - 1)).</summary>
    Selu,

    /// <summary>x &gt;= 0 ? x : Alpha * (e^(x / Alpha) - 1).</summary>
    Celu,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>x * tanh(ln(1 + e^x)).</summary>
    Mish,

    /// <summary>x &gt; Alpha ? x : 0.</summary>
    ThresholdedRelu,

    /// <summary>1 / sqrt(x + Alpha), negative x taken for 0.</summary>
    InverseRoot,
}
