Console.WriteLine("[]");
