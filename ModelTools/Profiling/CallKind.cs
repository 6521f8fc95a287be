namespace Edge.ModelTools.Profiling;

/// <summary>How a call is dispatched; each way has its own cost.</summary>
internal enum CallKind
{
    /// <summary>A static method of a counted assembly.</summary>
    Static,

    /// <summary>An instance method that is not looked up.</summary>
    Instance,

    /// <summary>A virtual method, looked up by the type of the object.</summary>
    Virtual,

    /// <summary>A method of an interface.</summary>
    Interface,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A method of a library: its instructions are not counted, the row of the call stands for all of it.</summary>
    Library,

    /// <summary>newobj of a class of a counted assembly; its constructor is counted by itself.</summary>
    New,

    /// <summary>newobj of a delegate.</summary>
    NewDelegate,

    /// <summary>newobj of a class of a library, constructor included.</summary>
    NewLibrary,
}
