namespace LaionGrid.Worker.Audit;

/// <summary>Writes a file so that it is the old one or the new one, whatever happens meanwhile.</summary>
internal static class KeptFile
{
    public static void Replace(string path, byte[] bytes)
    {
        var next = $"{path}.{System.IO.Path.GetRandomFileName()}";
        try
        {
            using (var file = new FileStream(next, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }
}
