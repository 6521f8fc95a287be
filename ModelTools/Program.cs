namespace Edge.ModelTools;

internal static class Program
{
    private static int Main(string[] args)
    {
        return args.Length == 0 ? 2 : 0;
    }
}
